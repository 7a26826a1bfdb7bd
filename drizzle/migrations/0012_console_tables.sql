CREATE TABLE "app"."home_card" (
	"operator_id" text NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	"width" text NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "home_card_operator_id_kind_pk" PRIMARY KEY("operator_id","kind"),
	CONSTRAINT "home_card_kind_words" CHECK ("app"."home_card"."kind" in ('my_session', 'my_tickets', 'recent_sessions', 'open_sessions', 'tenant_errors', 'tenant_jobs', 'held_operators', 'admin_grants', 'portal_jobs')),
	CONSTRAINT "home_card_width_words" CHECK ("app"."home_card"."width" in ('half', 'full')),
	CONSTRAINT "home_card_position" CHECK ("app"."home_card"."position" between 0 and 99)
);
--> statement-breakpoint
CREATE TABLE "app"."job" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"tenant_id" text,
	"session_id" text,
	"priority" smallint DEFAULT 1 NOT NULL,
	"args" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"state" text DEFAULT 'available' NOT NULL,
	"run_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer NOT NULL,
	"lease_until" timestamp (3) with time zone,
	"fence" integer DEFAULT 0 NOT NULL,
	"dedup" text,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "job_kind_words" CHECK ("app"."job"."kind" in ('mail', 'sweep')),
	CONSTRAINT "job_state_words" CHECK ("app"."job"."state" in ('scheduled', 'available', 'running', 'retryable', 'completed', 'cancelled', 'discarded')),
	CONSTRAINT "job_priority_words" CHECK ("app"."job"."priority" between 0 and 2),
	CONSTRAINT "job_attempts" CHECK ("app"."job"."attempts" between 0 and "app"."job"."max_attempts"),
	CONSTRAINT "job_lease" CHECK (("app"."job"."state" = 'running') = ("app"."job"."lease_until" is not null)),
	CONSTRAINT "job_finished" CHECK (("app"."job"."state" in ('completed', 'cancelled', 'discarded')) = ("app"."job"."finished_at" is not null)),
	CONSTRAINT "job_last_error" CHECK (length("app"."job"."last_error") <= 100)
);
--> statement-breakpoint
CREATE TABLE "app"."kept_mail" (
	"key" text PRIMARY KEY NOT NULL,
	"operator_id" text NOT NULL,
	"address" text NOT NULL,
	"subject" text NOT NULL,
	"letter" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."outbox" (
	"event_id" text PRIMARY KEY NOT NULL,
	"entity" text NOT NULL,
	"entity_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"payload" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	CONSTRAINT "outbox_kind_words" CHECK ("app"."outbox"."kind" in ('session.started', 'session.extended', 'session.ended', 'session.killed', 'tenant.config_changed', 'ticket.opened', 'ticket.closed', 'user.deactivated', 'role.changed', 'job.discarded'))
);
--> statement-breakpoint
CREATE TABLE "app"."admin_grant" (
	"id" text PRIMARY KEY NOT NULL,
	"subject_id" text NOT NULL,
	"asked_by" text NOT NULL,
	"reason" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'asked' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "admin_grant_state_words" CHECK ("app"."admin_grant"."state" in ('asked', 'granted', 'refused')),
	CONSTRAINT "admin_grant_three_people" CHECK ("app"."admin_grant"."asked_by" <> "app"."admin_grant"."subject_id" and "app"."admin_grant"."decided_by" <> "app"."admin_grant"."asked_by" and "app"."admin_grant"."decided_by" <> "app"."admin_grant"."subject_id"),
	CONSTRAINT "admin_grant_decided" CHECK (("app"."admin_grant"."state" = 'asked') = ("app"."admin_grant"."decided_by" is null) and ("app"."admin_grant"."decided_by" is null) = ("app"."admin_grant"."decided_at" is null)),
	CONSTRAINT "admin_grant_reason" CHECK (length("app"."admin_grant"."reason") between 10 and 1000)
);
--> statement-breakpoint
CREATE TABLE "app"."search_entry" (
	"kind" text NOT NULL,
	"entity_id" text NOT NULL,
	"tenant_id" text NOT NULL,
	"number" text,
	"words" "tsvector" NOT NULL,
	"snippet" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "search_entry_kind_entity_id_pk" PRIMARY KEY("kind","entity_id"),
	CONSTRAINT "search_entry_kind_words" CHECK ("app"."search_entry"."kind" in ('tenant', 'tenant_user', 'case', 'riu', 'ticket'))
);
--> statement-breakpoint
ALTER TABLE "app"."internal_user" ADD COLUMN "held_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "app"."internal_user" ADD COLUMN "held_reason" text;--> statement-breakpoint
ALTER TABLE "app"."internal_user" ADD COLUMN "deactivated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "app"."login_session" ADD COLUMN "proved_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."home_card" ADD CONSTRAINT "home_card_operator_id_internal_user_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."kept_mail" ADD CONSTRAINT "kept_mail_operator_id_internal_user_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."admin_grant" ADD CONSTRAINT "admin_grant_subject_id_internal_user_id_fk" FOREIGN KEY ("subject_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."admin_grant" ADD CONSTRAINT "admin_grant_asked_by_internal_user_id_fk" FOREIGN KEY ("asked_by") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."admin_grant" ADD CONSTRAINT "admin_grant_decided_by_internal_user_id_fk" FOREIGN KEY ("decided_by") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."search_entry" ADD CONSTRAINT "search_entry_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "job_dedup" ON "app"."job" USING btree ("dedup");--> statement-breakpoint
CREATE INDEX "job_due" ON "app"."job" USING btree ("priority","run_at") WHERE "app"."job"."state" in ('scheduled', 'available', 'retryable');--> statement-breakpoint
CREATE INDEX "job_oldest" ON "app"."job" USING btree ("run_at") WHERE "app"."job"."state" in ('scheduled', 'available', 'retryable');--> statement-breakpoint
CREATE INDEX "job_lease_until" ON "app"."job" USING btree ("lease_until") WHERE "app"."job"."state" = 'running';--> statement-breakpoint
CREATE INDEX "job_page" ON "app"."job" USING btree ("created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "job_state" ON "app"."job" USING btree ("state","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "kept_mail_newest" ON "app"."kept_mail" USING btree ("at" DESC NULLS FIRST,"key" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_seq" ON "app"."outbox" USING btree ("entity","entity_id","seq");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "app"."outbox" USING btree ("at","event_id") WHERE "app"."outbox"."delivered_at" is null;--> statement-breakpoint
CREATE INDEX "outbox_delivered" ON "app"."outbox" USING btree ("delivered_at") WHERE "app"."outbox"."delivered_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "admin_grant_one_open" ON "app"."admin_grant" USING btree ("subject_id") WHERE "app"."admin_grant"."state" = 'asked';--> statement-breakpoint
CREATE INDEX "admin_grant_newest" ON "app"."admin_grant" USING btree ("asked_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "search_entry_words" ON "app"."search_entry" USING gin ("words");--> statement-breakpoint
CREATE INDEX "search_entry_tenant" ON "app"."search_entry" USING btree ("tenant_id");--> statement-breakpoint
ALTER TABLE "app"."internal_user" ADD CONSTRAINT "internal_user_held" CHECK (("app"."internal_user"."status" = 'HELD') = ("app"."internal_user"."held_at" is not null) and ("app"."internal_user"."held_at" is null) = ("app"."internal_user"."held_reason" is null));--> statement-breakpoint
ALTER TABLE "app"."internal_user" ADD CONSTRAINT "internal_user_deactivated" CHECK (("app"."internal_user"."status" = 'DEACTIVATED') = ("app"."internal_user"."deactivated_at" is not null));--> statement-breakpoint
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['home_card', 'job', 'kept_mail', 'outbox', 'admin_grant', 'search_entry'] LOOP
    EXECUTE format('ALTER TABLE app.%I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE app.%I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format('REVOKE ALL ON app.%I FROM PUBLIC', t);
  END LOOP;
END $$;
--> statement-breakpoint
-- A status says since when; leaving it clears what belonged to it.
CREATE FUNCTION app.stamp_status() RETURNS trigger LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  new.held_at := CASE WHEN new.status = 'HELD' THEN coalesce(new.held_at, clock_timestamp()) END;
  new.held_reason := CASE WHEN new.status = 'HELD' THEN coalesce(new.held_reason, 'No reason was given.') END;
  new.deactivated_at := CASE WHEN new.status = 'DEACTIVATED' THEN coalesce(new.deactivated_at, clock_timestamp()) END;
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER stamp_status BEFORE INSERT OR UPDATE ON app.internal_user FOR EACH ROW EXECUTE FUNCTION app.stamp_status();
--> statement-breakpoint
GRANT CREATE ON SCHEMA app TO portal_guard;
--> statement-breakpoint
ALTER FUNCTION app.stamp_status() OWNER TO portal_guard;
--> statement-breakpoint
REVOKE ALL ON FUNCTION app.stamp_status() FROM PUBLIC;
--> statement-breakpoint
REVOKE CREATE ON SCHEMA app FROM portal_guard;
