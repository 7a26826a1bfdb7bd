CREATE TABLE "app"."access_request" (
	"id" text PRIMARY KEY NOT NULL,
	"operator_id" text NOT NULL,
	"operator_role" text NOT NULL,
	"tenant_id" text NOT NULL,
	"target_user_id" text,
	"ticket_id" text NOT NULL,
	"mode" text NOT NULL,
	"scope" text NOT NULL,
	"category" text NOT NULL,
	"reason" text NOT NULL,
	"minutes" integer NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"state" text DEFAULT 'WAITING' NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"answer_by" timestamp (3) with time zone NOT NULL,
	"customer_by" timestamp (3) with time zone,
	"approver_id" text,
	"approver_role" text,
	"approved_at" timestamp (3) with time zone,
	"customer_approved_at" timestamp (3) with time zone,
	"customer_answerer" text,
	"start_by" timestamp (3) with time zone,
	"denied_by" text,
	"denier_id" text,
	"closed_at" timestamp (3) with time zone,
	"note" text,
	"session_id" text,
	CONSTRAINT "access_request_operator_role_words" CHECK ("app"."access_request"."operator_role" in ('SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS', 'ADMIN')),
	CONSTRAINT "access_request_approver_role_words" CHECK ("app"."access_request"."approver_role" in ('SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS', 'ADMIN')),
	CONSTRAINT "access_request_mode_words" CHECK ("app"."access_request"."mode" in ('READ_ONLY', 'READ_WRITE')),
	CONSTRAINT "access_request_scope_words" CHECK ("app"."access_request"."scope" in ('CONTENT', 'EXPORT')),
	CONSTRAINT "access_request_category_words" CHECK ("app"."access_request"."category" in ('TROUBLESHOOTING', 'HOW_TO', 'DATA_QUESTION', 'CONFIGURATION', 'INCIDENT', 'IMPLEMENTATION')),
	CONSTRAINT "access_request_state_words" CHECK ("app"."access_request"."state" in ('WAITING', 'APPROVED', 'USED', 'DENIED', 'EXPIRED', 'WITHDRAWN')),
	CONSTRAINT "access_request_denied_by_words" CHECK ("app"."access_request"."denied_by" in ('COLLEAGUE', 'CUSTOMER', 'TIME')),
	CONSTRAINT "access_request_minutes" CHECK ("app"."access_request"."minutes" between 1 and 60),
	CONSTRAINT "access_request_reason" CHECK (length("app"."access_request"."reason") between 20 and 1000),
	CONSTRAINT "access_request_four_eyes" CHECK ("app"."access_request"."approver_id" <> "app"."access_request"."operator_id" and "app"."access_request"."denier_id" <> "app"."access_request"."operator_id"),
	CONSTRAINT "access_request_answered" CHECK (("app"."access_request"."approver_id" is null) = ("app"."access_request"."approved_at" is null) and ("app"."access_request"."approver_id" is null) = ("app"."access_request"."approver_role" is null)),
	CONSTRAINT "access_request_approved" CHECK ("app"."access_request"."state" not in ('APPROVED', 'USED') or ("app"."access_request"."approver_id" is not null and "app"."access_request"."start_by" is not null and ("app"."access_request"."customer_by" is null or "app"."access_request"."customer_approved_at" is not null))),
	CONSTRAINT "access_request_denied" CHECK (("app"."access_request"."state" = 'DENIED') = ("app"."access_request"."denied_by" is not null)),
	CONSTRAINT "access_request_used" CHECK ("app"."access_request"."state" <> 'USED' or "app"."access_request"."session_id" is not null),
	CONSTRAINT "access_request_clocks" CHECK (isfinite("app"."access_request"."asked_at") and isfinite("app"."access_request"."answer_by") and "app"."access_request"."answer_by" <= "app"."access_request"."asked_at" + interval '30 minutes' and "app"."access_request"."customer_by" <= "app"."access_request"."asked_at" + interval '12 hours')
);
--> statement-breakpoint
ALTER TABLE "app"."home_card" DROP CONSTRAINT "home_card_kind_words";--> statement-breakpoint
ALTER TABLE "app"."outbox" DROP CONSTRAINT "outbox_kind_words";--> statement-breakpoint
ALTER TABLE "app"."webhook_delivery" DROP CONSTRAINT "webhook_delivery_kind_words";--> statement-breakpoint
ALTER TABLE "app"."kept_mail" ALTER COLUMN "operator_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."impersonation_session" ADD COLUMN "limit_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "app"."access_request" ADD CONSTRAINT "access_request_operator_id_internal_user_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."access_request" ADD CONSTRAINT "access_request_approver_id_internal_user_id_fk" FOREIGN KEY ("approver_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."access_request" ADD CONSTRAINT "access_request_denier_id_internal_user_id_fk" FOREIGN KEY ("denier_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."access_request" ADD CONSTRAINT "access_request_session_id_impersonation_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "app"."impersonation_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "access_request_one_open" ON "app"."access_request" USING btree ("operator_id","tenant_id") WHERE "app"."access_request"."state" in ('WAITING', 'APPROVED');--> statement-breakpoint
CREATE INDEX "access_request_newest" ON "app"."access_request" USING btree ("asked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "access_request_of" ON "app"."access_request" USING btree ("operator_id","asked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "access_request_tenant" ON "app"."access_request" USING btree ("tenant_id","asked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "access_request_open" ON "app"."access_request" USING btree ("asked_at","id") WHERE "app"."access_request"."state" in ('WAITING', 'APPROVED');--> statement-breakpoint
CREATE UNIQUE INDEX "impersonation_session_one_approval" ON "app"."impersonation_session" USING btree ("approval_id") WHERE "app"."impersonation_session"."approval_id" is not null;--> statement-breakpoint
ALTER TABLE "app"."home_card" ADD CONSTRAINT "home_card_kind_words" CHECK ("app"."home_card"."kind" in ('my_session', 'approvals', 'unread', 'my_tickets', 'recent_sessions', 'open_sessions', 'tenant_errors', 'tenant_jobs', 'reviews', 'held_operators', 'admin_grants', 'portal_jobs'));--> statement-breakpoint
ALTER TABLE "app"."impersonation_session" ADD CONSTRAINT "impersonation_session_break_glass_explains" CHECK (not "app"."impersonation_session"."break_glass" or (length("app"."impersonation_session"."reason") >= 40 and "app"."impersonation_session"."approval_id" is null and "app"."impersonation_session"."limit_at" is not null and "app"."impersonation_session"."limit_at" <= "app"."impersonation_session"."started_at" + interval '30 minutes'));--> statement-breakpoint
ALTER TABLE "app"."impersonation_session" ADD CONSTRAINT "impersonation_session_writes_approved" CHECK ("app"."impersonation_session"."mode" = 'READ_ONLY' or "app"."impersonation_session"."approval_id" is not null);--> statement-breakpoint
ALTER TABLE "app"."impersonation_session" ADD CONSTRAINT "impersonation_session_limit" CHECK ("app"."impersonation_session"."expires_at" <= "app"."impersonation_session"."limit_at");--> statement-breakpoint
ALTER TABLE "app"."outbox" ADD CONSTRAINT "outbox_kind_words" CHECK ("app"."outbox"."kind" in ('session.requested', 'session.approved', 'session.denied', 'session.started', 'session.extended', 'session.ended', 'session.killed', 'review.asked', 'review.flagged', 'review.overdue', 'tenant.config_changed', 'ticket.opened', 'ticket.closed', 'user.deactivated', 'role.changed', 'sign_in.ended', 'program.ended', 'job.discarded', 'notification.asked'));--> statement-breakpoint
ALTER TABLE "app"."webhook_delivery" ADD CONSTRAINT "webhook_delivery_kind_words" CHECK ("app"."webhook_delivery"."kind" in ('session.requested', 'session.approved', 'session.denied', 'session.started', 'session.extended', 'session.ended', 'session.killed'));