CREATE TABLE "app"."session_review" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"operator_id" text NOT NULL,
	"operator_role" text NOT NULL,
	"tenant_id" text NOT NULL,
	"approver_id" text,
	"reasons" text[] NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reviewer_id" text,
	"note" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"overdue_at" timestamp (3) with time zone,
	CONSTRAINT "session_review_operator_role_words" CHECK ("app"."session_review"."operator_role" in ('SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS', 'ADMIN')),
	CONSTRAINT "session_review_reasons_words" CHECK (cardinality("app"."session_review"."reasons") > 0 and "app"."session_review"."reasons" <@ array['break_glass', 'read_write', 'reveal', 'export', 'sample']),
	CONSTRAINT "session_review_state_words" CHECK ("app"."session_review"."state" in ('pending', 'approved', 'flagged')),
	CONSTRAINT "session_review_four_eyes" CHECK ("app"."session_review"."reviewer_id" <> "app"."session_review"."operator_id" and "app"."session_review"."reviewer_id" <> "app"."session_review"."approver_id" and "app"."session_review"."approver_id" <> "app"."session_review"."operator_id"),
	CONSTRAINT "session_review_decided" CHECK (("app"."session_review"."state" = 'pending') = ("app"."session_review"."reviewer_id" is null) and ("app"."session_review"."reviewer_id" is null) = ("app"."session_review"."decided_at" is null) and ("app"."session_review"."reviewer_id" is null) = ("app"."session_review"."note" is null)),
	CONSTRAINT "session_review_note" CHECK (length("app"."session_review"."note") between 10 and 1000),
	CONSTRAINT "session_review_due" CHECK (isfinite("app"."session_review"."due_at") and "app"."session_review"."due_at" > "app"."session_review"."created_at")
);
--> statement-breakpoint
ALTER TABLE "app"."session_review" ADD CONSTRAINT "session_review_session_id_impersonation_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "app"."impersonation_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."session_review" ADD CONSTRAINT "session_review_reviewer_id_internal_user_id_fk" FOREIGN KEY ("reviewer_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "session_review_of_session" ON "app"."session_review" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "session_review_pending" ON "app"."session_review" USING btree ("due_at","id") WHERE "app"."session_review"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "session_review_decided_newest" ON "app"."session_review" USING btree ("state","decided_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "session_review_waiting_of" ON "app"."session_review" USING btree ("operator_id") WHERE "app"."session_review"."state" = 'pending';