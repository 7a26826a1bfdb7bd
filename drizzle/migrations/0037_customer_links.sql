CREATE TABLE "app"."customer_link" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"user_id" text,
	"key_hash" "bytea" NOT NULL,
	"name" text NOT NULL,
	"may_act" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by" text,
	CONSTRAINT "customer_link_lasts" CHECK (isfinite("app"."customer_link"."expires_at") and "app"."customer_link"."expires_at" <= "app"."customer_link"."created_at" + interval '90 days 1 minute'),
	CONSTRAINT "customer_link_acts_for_somebody" CHECK (not "app"."customer_link"."may_act" or "app"."customer_link"."user_id" is not null),
	CONSTRAINT "customer_link_revoked" CHECK (("app"."customer_link"."revoked_at" is null) = ("app"."customer_link"."revoked_by" is null)),
	CONSTRAINT "customer_link_name" CHECK (length("app"."customer_link"."name") between 1 and 80)
);
--> statement-breakpoint
ALTER TABLE "app"."job" DROP CONSTRAINT "job_kind_words";--> statement-breakpoint
ALTER TABLE "app"."customer_link" ADD CONSTRAINT "customer_link_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "customer_link_key" ON "app"."customer_link" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "customer_link_page" ON "app"."customer_link" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "participant_tenant_user" ON "participant" USING btree ("tenant_id","tenant_user_id") WHERE "participant"."tenant_user_id" is not null;--> statement-breakpoint
ALTER TABLE "app"."job" ADD CONSTRAINT "job_kind_words" CHECK ("app"."job"."kind" in ('mail', 'sweep', 'tell', 'checkpoint', 'notify', 'push', 'digest', 'webhook-effect', 'webhook-out', 'customer-mail'));