CREATE TABLE "app"."reveal_request" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"reason" text NOT NULL,
	"state" text DEFAULT 'WAITING' NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answer_by" timestamp (3) with time zone NOT NULL,
	"answerer_id" text,
	"answered_at" timestamp (3) with time zone,
	"note" text,
	CONSTRAINT "reveal_request_state_words" CHECK ("app"."reveal_request"."state" in ('WAITING', 'APPROVED', 'DENIED', 'LAPSED')),
	CONSTRAINT "reveal_request_reason" CHECK (length("app"."reveal_request"."reason") between 10 and 300),
	CONSTRAINT "reveal_request_four_eyes" CHECK ("app"."reveal_request"."answerer_id" <> "app"."reveal_request"."operator_id"),
	CONSTRAINT "reveal_request_answered" CHECK (("app"."reveal_request"."state" in ('APPROVED', 'DENIED')) = ("app"."reveal_request"."answerer_id" is not null)),
	CONSTRAINT "reveal_request_closed" CHECK (("app"."reveal_request"."state" = 'WAITING') = ("app"."reveal_request"."answered_at" is null)),
	CONSTRAINT "reveal_request_clock" CHECK (isfinite("app"."reveal_request"."asked_at") and "app"."reveal_request"."answer_by" > "app"."reveal_request"."asked_at" and "app"."reveal_request"."answer_by" <= "app"."reveal_request"."asked_at" + interval '30 minutes')
);
--> statement-breakpoint
ALTER TABLE "app"."outbox" DROP CONSTRAINT "outbox_kind_words";--> statement-breakpoint
ALTER TABLE "app"."reveal_request" ADD CONSTRAINT "reveal_request_session_id_impersonation_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "app"."impersonation_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."reveal_request" ADD CONSTRAINT "reveal_request_operator_id_internal_user_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."reveal_request" ADD CONSTRAINT "reveal_request_answerer_id_internal_user_id_fk" FOREIGN KEY ("answerer_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reveal_request_one_open" ON "app"."reveal_request" USING btree ("session_id") WHERE "app"."reveal_request"."state" = 'WAITING';--> statement-breakpoint
CREATE INDEX "reveal_request_of" ON "app"."reveal_request" USING btree ("session_id","asked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "app"."outbox" ADD CONSTRAINT "outbox_kind_words" CHECK ("app"."outbox"."kind" in ('session.requested', 'session.approved', 'session.denied', 'session.started', 'session.extended', 'session.ended', 'session.killed', 'session.conflict', 'reveals.requested', 'reveals.answered', 'case.changed', 'tenant_user.changed', 'review.asked', 'review.flagged', 'review.overdue', 'tenant.config_changed', 'ticket.opened', 'ticket.closed', 'user.deactivated', 'role.changed', 'sign_in.ended', 'program.ended', 'job.discarded', 'notification.asked', 'checkpoint.signed'));