CREATE TABLE "app"."webhook_delivery" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"event_id" text NOT NULL,
	"kind" text NOT NULL,
	"message" text NOT NULL,
	"job_id" text NOT NULL,
	"status" text DEFAULT 'WAITING' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_code" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_delivery_kind_words" CHECK ("app"."webhook_delivery"."kind" in ('session.started', 'session.extended', 'session.ended', 'session.killed')),
	CONSTRAINT "webhook_delivery_status_words" CHECK ("app"."webhook_delivery"."status" in ('WAITING', 'DELIVERED', 'FAILED')),
	CONSTRAINT "webhook_delivery_delivered" CHECK (("app"."webhook_delivery"."status" = 'DELIVERED') = ("app"."webhook_delivery"."delivered_at" is not null)),
	CONSTRAINT "webhook_delivery_last_code" CHECK (length("app"."webhook_delivery"."last_code") <= 40)
);
--> statement-breakpoint
CREATE TABLE "app"."webhook_endpoint" (
	"id" text PRIMARY KEY NOT NULL,
	"direction" text NOT NULL,
	"tenant_id" text,
	"name" text NOT NULL,
	"url" text,
	"status" text DEFAULT 'ACTIVE' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "webhook_endpoint_direction_words" CHECK ("app"."webhook_endpoint"."direction" in ('IN', 'OUT')),
	CONSTRAINT "webhook_endpoint_status_words" CHECK ("app"."webhook_endpoint"."status" in ('ACTIVE', 'DISABLED')),
	CONSTRAINT "webhook_endpoint_out" CHECK (("app"."webhook_endpoint"."direction" = 'OUT') = ("app"."webhook_endpoint"."url" is not null) and ("app"."webhook_endpoint"."direction" = 'IN' or "app"."webhook_endpoint"."tenant_id" is not null)),
	CONSTRAINT "webhook_endpoint_length" CHECK (length("app"."webhook_endpoint"."name") between 1 and 80 and length("app"."webhook_endpoint"."url") <= 500)
);
--> statement-breakpoint
CREATE TABLE "app"."webhook_receipt" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"message_id" text NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"type" text NOT NULL,
	"tenant_id" text,
	"payload" jsonb,
	"job_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_receipt_type_words" CHECK ("app"."webhook_receipt"."type" in ('ticket.opened', 'ticket.closed', 'report.received', 'tenant.error_recorded', 'tenant.suspended', 'tenant.policy_changed', 'user.deactivated', 'notification.asked')),
	CONSTRAINT "webhook_receipt_done" CHECK (("app"."webhook_receipt"."done_at" is null) = ("app"."webhook_receipt"."payload" is not null))
);
--> statement-breakpoint
CREATE TABLE "app"."webhook_secret" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"version" text NOT NULL,
	"sealed" "bytea",
	"public_key" text,
	"last_four" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	CONSTRAINT "webhook_secret_version_words" CHECK ("app"."webhook_secret"."version" in ('v1', 'v1a')),
	CONSTRAINT "webhook_secret_one" CHECK (("app"."webhook_secret"."version" = 'v1') = ("app"."webhook_secret"."sealed" is not null) and ("app"."webhook_secret"."version" = 'v1a') = ("app"."webhook_secret"."public_key" is not null)),
	CONSTRAINT "webhook_secret_last_four" CHECK (length("app"."webhook_secret"."last_four") = 4)
);
--> statement-breakpoint
ALTER TABLE "app"."notification_preference" DROP CONSTRAINT "notification_preference_category_words";--> statement-breakpoint
ALTER TABLE "app"."notification" DROP CONSTRAINT "notification_category_words";--> statement-breakpoint
ALTER TABLE "app"."job" DROP CONSTRAINT "job_kind_words";--> statement-breakpoint
ALTER TABLE "app"."outbox" DROP CONSTRAINT "outbox_kind_words";--> statement-breakpoint
ALTER TABLE "app"."webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_id_webhook_endpoint_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "app"."webhook_endpoint"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_created_by_internal_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_receipt" ADD CONSTRAINT "webhook_receipt_endpoint_id_webhook_endpoint_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "app"."webhook_endpoint"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_secret" ADD CONSTRAINT "webhook_secret_endpoint_id_webhook_endpoint_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "app"."webhook_endpoint"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_secret" ADD CONSTRAINT "webhook_secret_created_by_internal_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_delivery_once" ON "app"."webhook_delivery" USING btree ("endpoint_id","event_id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_page" ON "app"."webhook_delivery" USING btree ("endpoint_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "webhook_delivery_status" ON "app"."webhook_delivery" USING btree ("endpoint_id","status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "webhook_delivery_age" ON "app"."webhook_delivery" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "webhook_endpoint_page" ON "app"."webhook_endpoint" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "webhook_endpoint_told" ON "app"."webhook_endpoint" USING btree ("tenant_id") WHERE "app"."webhook_endpoint"."direction" = 'OUT' and "app"."webhook_endpoint"."status" = 'ACTIVE';--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_receipt_once" ON "app"."webhook_receipt" USING btree ("endpoint_id","message_id");--> statement-breakpoint
CREATE INDEX "webhook_receipt_page" ON "app"."webhook_receipt" USING btree ("endpoint_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "webhook_receipt_waiting" ON "app"."webhook_receipt" USING btree ("endpoint_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST) WHERE "app"."webhook_receipt"."done_at" is null;--> statement-breakpoint
CREATE INDEX "webhook_receipt_age" ON "app"."webhook_receipt" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_secret_current" ON "app"."webhook_secret" USING btree ("endpoint_id","version") WHERE "app"."webhook_secret"."expires_at" is null;--> statement-breakpoint
CREATE INDEX "webhook_secret_of" ON "app"."webhook_secret" USING btree ("endpoint_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
ALTER TABLE "app"."notification_preference" ADD CONSTRAINT "notification_preference_category_words" CHECK ("app"."notification_preference"."category" in ('ACCESS', 'REVOCATION', 'SAFETY', 'SESSIONS', 'TICKETS', 'TENANTS', 'PEOPLE', 'JOBS', 'PRODUCT'));--> statement-breakpoint
ALTER TABLE "app"."notification" ADD CONSTRAINT "notification_category_words" CHECK ("app"."notification"."category" in ('ACCESS', 'REVOCATION', 'SAFETY', 'SESSIONS', 'TICKETS', 'TENANTS', 'PEOPLE', 'JOBS', 'PRODUCT'));--> statement-breakpoint
ALTER TABLE "app"."job" ADD CONSTRAINT "job_kind_words" CHECK ("app"."job"."kind" in ('mail', 'sweep', 'tell', 'checkpoint', 'notify', 'push', 'digest', 'webhook-effect', 'webhook-out'));--> statement-breakpoint
ALTER TABLE "app"."outbox" ADD CONSTRAINT "outbox_kind_words" CHECK ("app"."outbox"."kind" in ('session.started', 'session.extended', 'session.ended', 'session.killed', 'tenant.config_changed', 'ticket.opened', 'ticket.closed', 'user.deactivated', 'role.changed', 'sign_in.ended', 'program.ended', 'job.discarded', 'notification.asked'));