CREATE TABLE "app"."notification_inbox" (
	"user_id" text PRIMARY KEY NOT NULL,
	"tenant_id" text,
	"unread" integer DEFAULT 0 NOT NULL,
	"quiet_from" smallint,
	"quiet_to" smallint,
	"version" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "notification_inbox_unread" CHECK ("app"."notification_inbox"."unread" >= 0),
	CONSTRAINT "notification_inbox_quiet" CHECK (("app"."notification_inbox"."quiet_from" is null) = ("app"."notification_inbox"."quiet_to" is null) and "app"."notification_inbox"."quiet_from" <> "app"."notification_inbox"."quiet_to" and "app"."notification_inbox"."quiet_from" between 0 and 1439 and "app"."notification_inbox"."quiet_to" between 0 and 1439)
);
--> statement-breakpoint
CREATE TABLE "app"."notification_preference" (
	"user_id" text NOT NULL,
	"tenant_id" text,
	"category" text NOT NULL,
	"in_app" boolean NOT NULL,
	"by_letter" boolean NOT NULL,
	"digest_minutes" smallint NOT NULL,
	CONSTRAINT "notification_preference_user_id_category_pk" PRIMARY KEY("user_id","category"),
	CONSTRAINT "notification_preference_category_words" CHECK ("app"."notification_preference"."category" in ('ACCESS', 'REVOCATION', 'SAFETY', 'SESSIONS', 'TICKETS', 'TENANTS', 'PEOPLE', 'JOBS')),
	CONSTRAINT "notification_preference_digest" CHECK ("app"."notification_preference"."digest_minutes" between 0 and 1440),
	CONSTRAINT "notification_preference_mandatory" CHECK ("app"."notification_preference"."in_app" or "app"."notification_preference"."category" not in ('ACCESS', 'REVOCATION', 'SAFETY'))
);
--> statement-breakpoint
CREATE TABLE "app"."notification" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"tenant_id" text,
	"event_id" text NOT NULL,
	"notice" text NOT NULL,
	"category" text NOT NULL,
	"severity" text NOT NULL,
	"title" text NOT NULL,
	"sentence" text NOT NULL,
	"link" text,
	"entity_ids" text[] DEFAULT '{}' NOT NULL,
	"is_read" boolean DEFAULT false NOT NULL,
	"archived_at" timestamp (3) with time zone,
	"snoozed_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"letter_due" timestamp (3) with time zone,
	"letter_at" timestamp (3) with time zone,
	CONSTRAINT "notification_category_words" CHECK ("app"."notification"."category" in ('ACCESS', 'REVOCATION', 'SAFETY', 'SESSIONS', 'TICKETS', 'TENANTS', 'PEOPLE', 'JOBS')),
	CONSTRAINT "notification_severity_words" CHECK ("app"."notification"."severity" in ('LOW', 'NORMAL', 'HIGH', 'CRITICAL')),
	CONSTRAINT "notification_link" CHECK ("app"."notification"."link" like '/%' and "app"."notification"."link" not like '//%' and length("app"."notification"."link") <= 300),
	CONSTRAINT "notification_on_one_shelf" CHECK ("app"."notification"."archived_at" is null or ("app"."notification"."snoozed_until" is null and "app"."notification"."is_read"))
);
--> statement-breakpoint
ALTER TABLE "app"."home_card" DROP CONSTRAINT "home_card_kind_words";--> statement-breakpoint
ALTER TABLE "app"."job" DROP CONSTRAINT "job_kind_words";--> statement-breakpoint
CREATE UNIQUE INDEX "notification_once" ON "app"."notification" USING btree ("event_id","user_id");--> statement-breakpoint
CREATE INDEX "notification_page" ON "app"."notification" USING btree ("user_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notification_unread" ON "app"."notification" USING btree ("user_id","is_read","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notification_category" ON "app"."notification" USING btree ("user_id","category","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "notification_archived" ON "app"."notification" USING btree ("user_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "app"."notification"."archived_at" is not null;--> statement-breakpoint
CREATE INDEX "notification_snoozed" ON "app"."notification" USING btree ("user_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "app"."notification"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "notification_to_wake" ON "app"."notification" USING btree ("snoozed_until") WHERE "app"."notification"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "notification_owed" ON "app"."notification" USING btree ("user_id","category") WHERE "app"."notification"."letter_due" is not null and "app"."notification"."letter_at" is null;--> statement-breakpoint
CREATE INDEX "notification_age" ON "app"."notification" USING btree ("created_at");--> statement-breakpoint
ALTER TABLE "app"."home_card" ADD CONSTRAINT "home_card_kind_words" CHECK ("app"."home_card"."kind" in ('my_session', 'unread', 'my_tickets', 'recent_sessions', 'open_sessions', 'tenant_errors', 'tenant_jobs', 'held_operators', 'admin_grants', 'portal_jobs'));--> statement-breakpoint
ALTER TABLE "app"."job" ADD CONSTRAINT "job_kind_words" CHECK ("app"."job"."kind" in ('mail', 'sweep', 'tell', 'checkpoint', 'notify', 'push', 'digest'));