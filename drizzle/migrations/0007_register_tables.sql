CREATE TABLE "tenant_config" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"document" text NOT NULL,
	"version" integer NOT NULL,
	"body" jsonb NOT NULL,
	"reason" text NOT NULL,
	"changed_by" text,
	"changed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tenant_config_document_words" CHECK ("tenant_config"."document" in ('intake', 'routing', 'retention', 'notifications', 'branding')),
	CONSTRAINT "tenant_config_version" CHECK ("tenant_config"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE "tenant_error_day" (
	"error_id" text NOT NULL,
	"day" date NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "tenant_error_day_error_id_day_pk" PRIMARY KEY("error_id","day"),
	CONSTRAINT "tenant_error_day_count" CHECK ("tenant_error_day"."count" > 0)
);
--> statement-breakpoint
CREATE TABLE "tenant_error" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"level" text NOT NULL,
	"message" text NOT NULL,
	"source" text NOT NULL,
	"count" integer NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tenant_error_level_words" CHECK ("tenant_error"."level" in ('WARNING', 'ERROR', 'FATAL')),
	CONSTRAINT "tenant_error_seen" CHECK ("tenant_error"."last_seen_at" >= "tenant_error"."first_seen_at" and "tenant_error"."count" > 0)
);
--> statement-breakpoint
CREATE TABLE "tenant_job" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer DEFAULT 5 NOT NULL,
	"last_error" text,
	"run_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "tenant_job_kind_words" CHECK ("tenant_job"."kind" in ('REPORT_IMPORT', 'CASE_EXPORT', 'DIGEST', 'RETENTION', 'SSO_SYNC', 'TRANSLATION')),
	CONSTRAINT "tenant_job_state_words" CHECK ("tenant_job"."state" in ('SCHEDULED', 'AVAILABLE', 'RUNNING', 'RETRYABLE', 'COMPLETED', 'CANCELLED', 'DISCARDED')),
	CONSTRAINT "tenant_job_attempts" CHECK ("tenant_job"."attempts" between 0 and "tenant_job"."max_attempts")
);
--> statement-breakpoint
CREATE TABLE "tenant_secret" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"last_four" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"set_at" timestamp (3) with time zone NOT NULL,
	"set_by" text,
	CONSTRAINT "tenant_secret_kind_words" CHECK ("tenant_secret"."kind" in ('API_KEY', 'SSO_CERTIFICATE', 'DATABASE_CREDENTIAL')),
	CONSTRAINT "tenant_secret_last_four" CHECK (length("tenant_secret"."last_four") <= 4)
);
--> statement-breakpoint
ALTER TABLE "tenant_config" ADD CONSTRAINT "tenant_config_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_error_day" ADD CONSTRAINT "tenant_error_day_error_id_tenant_error_id_fk" FOREIGN KEY ("error_id") REFERENCES "public"."tenant_error"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_error" ADD CONSTRAINT "tenant_error_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_job" ADD CONSTRAINT "tenant_job_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_secret" ADD CONSTRAINT "tenant_secret_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_config_version_of" ON "tenant_config" USING btree ("tenant_id","document","version");--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_error_fingerprint" ON "tenant_error" USING btree ("tenant_id","fingerprint");--> statement-breakpoint
CREATE INDEX "tenant_error_page" ON "tenant_error" USING btree ("tenant_id","last_seen_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tenant_error_level" ON "tenant_error" USING btree ("tenant_id","level","last_seen_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tenant_job_page" ON "tenant_job" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tenant_job_state" ON "tenant_job" USING btree ("tenant_id","state","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_secret_name" ON "tenant_secret" USING btree ("tenant_id","kind","name");