ALTER TABLE "app"."outbox" DROP CONSTRAINT "outbox_kind_words";--> statement-breakpoint
ALTER TABLE "participant" ADD COLUMN "identity_hash" "bytea";--> statement-breakpoint
ALTER TABLE "tenant_user" ADD COLUMN "invited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "tenant_user" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE INDEX "participant_identity" ON "participant" USING btree ("identity_hash");--> statement-breakpoint
CREATE INDEX "tenant_user_address" ON "tenant_user" USING btree (lower("email"));--> statement-breakpoint
ALTER TABLE "app"."outbox" ADD CONSTRAINT "outbox_kind_words" CHECK ("app"."outbox"."kind" in ('session.requested', 'session.approved', 'session.denied', 'session.started', 'session.extended', 'session.ended', 'session.killed', 'session.conflict', 'case.changed', 'tenant_user.changed', 'review.asked', 'review.flagged', 'review.overdue', 'tenant.config_changed', 'ticket.opened', 'ticket.closed', 'user.deactivated', 'role.changed', 'sign_in.ended', 'program.ended', 'job.discarded', 'notification.asked'));