CREATE SCHEMA "audit";
--> statement-breakpoint
CREATE SCHEMA "app";
--> statement-breakpoint
CREATE TABLE "app"."answer" (
	"operator_id" text NOT NULL,
	"key" text NOT NULL,
	"asked" "bytea" NOT NULL,
	"chain" text,
	"seq" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "answer_operator_id_key_pk" PRIMARY KEY("operator_id","key")
);
--> statement-breakpoint
CREATE TABLE "audit"."trail_head" (
	"chain" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	"xact" "xid8"
);
--> statement-breakpoint
CREATE TABLE "audit"."trail" (
	"chain" text NOT NULL,
	"seq" bigint NOT NULL,
	"prev" "bytea" NOT NULL,
	"hash" "bytea" NOT NULL,
	"canonical" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"operator_id" text NOT NULL,
	"operator_role" text,
	"on_behalf_of" text,
	"session_id" text,
	"tenant_id" text,
	"act" text NOT NULL,
	"sentence" text NOT NULL,
	"outcome" text NOT NULL,
	"entity_type" text,
	"entity_ids" text[] DEFAULT '{}' NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"reason" text,
	"request_id" text,
	"ip" text,
	"user_agent" text,
	"app_version" text,
	CONSTRAINT "trail_chain_seq_pk" PRIMARY KEY("chain","seq"),
	CONSTRAINT "trail_outcome_words" CHECK ("audit"."trail"."outcome" in ('done', 'partly', 'refused', 'not_found', 'read'))
);
--> statement-breakpoint
CREATE TABLE "app"."internal_user" (
	"id" text PRIMARY KEY NOT NULL,
	"directory_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"lead" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'ACTIVE' NOT NULL,
	"zone" text DEFAULT 'UTC' NOT NULL,
	"last_login_at" timestamp (3) with time zone,
	"last_login_ip" text,
	"last_login_user_agent" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "internal_user_role_words" CHECK ("app"."internal_user"."role" in ('SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS', 'ADMIN')),
	CONSTRAINT "internal_user_status_words" CHECK ("app"."internal_user"."status" in ('ACTIVE', 'HELD', 'DEACTIVATED'))
);
--> statement-breakpoint
CREATE TABLE "app"."login_session" (
	"id" text PRIMARY KEY NOT NULL,
	"operator_id" text NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"ip" text,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "app"."role_permission" (
	"role" text NOT NULL,
	"lead" boolean NOT NULL,
	"permission" text NOT NULL,
	CONSTRAINT "role_permission_role_lead_permission_pk" PRIMARY KEY("role","lead","permission")
);
--> statement-breakpoint
CREATE TABLE "case" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"priority" integer NOT NULL,
	"severity" text NOT NULL,
	"category" text NOT NULL,
	"outcome" text,
	"assignee_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "case_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "case_status_words" CHECK ("case"."status" in ('OPEN', 'IN_PROGRESS', 'CLOSED')),
	CONSTRAINT "case_severity_words" CHECK ("case"."severity" in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
	CONSTRAINT "case_category_words" CHECK ("case"."category" in ('ACCOUNTING', 'ANTITRUST', 'BRIBERY', 'BULLYING', 'CONFIDENTIALITY', 'CONFLICT_OF_INTEREST', 'CYBERSECURITY', 'DATA_PRIVACY', 'DISCRIMINATION', 'ENVIRONMENT', 'EXPENSE_FRAUD', 'EXPORT_CONTROL', 'GIFTS', 'HARASSMENT', 'HEALTH_AND_SAFETY', 'INSIDER_TRADING', 'MISUSE_OF_ASSETS', 'PRODUCT_SAFETY', 'RETALIATION', 'SEXUAL_HARASSMENT', 'SUBSTANCE_ABUSE', 'THEFT', 'WAGE_AND_HOUR', 'WORKPLACE_VIOLENCE')),
	CONSTRAINT "case_outcome_words" CHECK ("case"."outcome" in ('SUBSTANTIATED', 'UNSUBSTANTIATED', 'INSUFFICIENT', 'REFERRED')),
	CONSTRAINT "case_priority_range" CHECK ("case"."priority" between 1 and 4),
	CONSTRAINT "case_dates" CHECK ("case"."updated_at" >= "case"."created_at" and "case"."closed_at" >= "case"."created_at"),
	CONSTRAINT "case_closed_when_closed" CHECK (("case"."status" = 'CLOSED') = ("case"."closed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "investigation_step" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"investigation_id" text NOT NULL,
	"position" integer NOT NULL,
	"title" text NOT NULL,
	"done_at" timestamp (3) with time zone,
	"finding" text
);
--> statement-breakpoint
CREATE TABLE "investigation" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"case_id" text NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"assignee_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	CONSTRAINT "investigation_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "investigation_status_words" CHECK ("investigation"."status" in ('PLANNED', 'ACTIVE', 'CLOSED')),
	CONSTRAINT "investigation_dates" CHECK ("investigation"."started_at" >= "investigation"."created_at" and "investigation"."closed_at" >= "investigation"."started_at")
);
--> statement-breakpoint
CREATE TABLE "note" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"case_id" text NOT NULL,
	"author_id" text NOT NULL,
	"visibility" text NOT NULL,
	"body" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "note_visibility_words" CHECK ("note"."visibility" in ('INTERNAL', 'CASE'))
);
--> statement-breakpoint
CREATE TABLE "participant" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"case_id" text NOT NULL,
	"role" text NOT NULL,
	"name" text NOT NULL,
	"tenant_user_id" text,
	"internal_user_id" text,
	CONSTRAINT "participant_role_words" CHECK ("participant"."role" in ('SUBJECT', 'WITNESS', 'REPORTER', 'VICTIM', 'MANAGER'))
);
--> statement-breakpoint
CREATE TABLE "riu_reporter" (
	"riu_id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"name" text,
	"email" text,
	"phone" text
);
--> statement-breakpoint
CREATE TABLE "riu" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"number" integer NOT NULL,
	"type" text NOT NULL,
	"status" text NOT NULL,
	"category" text NOT NULL,
	"severity" text NOT NULL,
	"language" text NOT NULL,
	"anonymous" boolean NOT NULL,
	"narrative" text NOT NULL,
	"case_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "riu_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "riu_type_words" CHECK ("riu"."type" in ('HOTLINE', 'WEB', 'PROXY', 'DISCLOSURE')),
	CONSTRAINT "riu_status_words" CHECK ("riu"."status" in ('NEW', 'IN_QA', 'RELEASED', 'LINKED', 'VOIDED')),
	CONSTRAINT "riu_category_words" CHECK ("riu"."category" in ('ACCOUNTING', 'ANTITRUST', 'BRIBERY', 'BULLYING', 'CONFIDENTIALITY', 'CONFLICT_OF_INTEREST', 'CYBERSECURITY', 'DATA_PRIVACY', 'DISCRIMINATION', 'ENVIRONMENT', 'EXPENSE_FRAUD', 'EXPORT_CONTROL', 'GIFTS', 'HARASSMENT', 'HEALTH_AND_SAFETY', 'INSIDER_TRADING', 'MISUSE_OF_ASSETS', 'PRODUCT_SAFETY', 'RETALIATION', 'SEXUAL_HARASSMENT', 'SUBSTANCE_ABUSE', 'THEFT', 'WAGE_AND_HOUR', 'WORKPLACE_VIOLENCE')),
	CONSTRAINT "riu_severity_words" CHECK ("riu"."severity" in ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
	CONSTRAINT "riu_language_words" CHECK ("riu"."language" in ('en', 'de', 'fr', 'es', 'pt', 'ja')),
	CONSTRAINT "riu_dates" CHECK ("riu"."updated_at" >= "riu"."created_at"),
	CONSTRAINT "riu_linked_to_case" CHECK (("riu"."status" = 'LINKED') = ("riu"."case_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "app"."impersonation_activity" (
	"session_id" text PRIMARY KEY NOT NULL,
	"last_act_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "app"."impersonation_session" (
	"id" text PRIMARY KEY NOT NULL,
	"key_hash" "bytea" NOT NULL,
	"operator_id" text NOT NULL,
	"login_session_id" text NOT NULL,
	"operator_role" text NOT NULL,
	"tenant_id" text NOT NULL,
	"target_user_id" text,
	"seen_as" text NOT NULL,
	"mode" text DEFAULT 'READ_ONLY' NOT NULL,
	"break_glass" boolean DEFAULT false NOT NULL,
	"category" text NOT NULL,
	"reason" text NOT NULL,
	"ticket_id" text,
	"project_id" text,
	"approval_id" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"end_reason" text,
	"ip" text,
	"user_agent" text,
	CONSTRAINT "impersonation_session_operator_role_words" CHECK ("app"."impersonation_session"."operator_role" in ('SUPPORT_L1', 'SUPPORT_L2', 'SUPPORT_L3', 'IMPLEMENTATION', 'HOTLINE_OPS', 'CLIENT_SUCCESS', 'ADMIN')),
	CONSTRAINT "impersonation_session_seen_as_words" CHECK ("app"."impersonation_session"."seen_as" in ('EMPLOYEE', 'MANAGER', 'INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN')),
	CONSTRAINT "impersonation_session_mode_words" CHECK ("app"."impersonation_session"."mode" in ('READ_ONLY', 'READ_WRITE')),
	CONSTRAINT "impersonation_session_category_words" CHECK ("app"."impersonation_session"."category" in ('TROUBLESHOOTING', 'HOW_TO', 'DATA_QUESTION', 'CONFIGURATION', 'INCIDENT', 'IMPLEMENTATION')),
	CONSTRAINT "impersonation_session_end_reason_words" CHECK ("app"."impersonation_session"."end_reason" in ('MANUAL', 'TIMEOUT', 'IDLE', 'FORCE_LOGOUT', 'POLICY_CHANGED', 'TICKET_CLOSED', 'CUSTOMER_ENDED', 'PROJECT_CLOSED')),
	CONSTRAINT "impersonation_session_window" CHECK (isfinite("app"."impersonation_session"."started_at") and isfinite("app"."impersonation_session"."expires_at") and "app"."impersonation_session"."expires_at" > "app"."impersonation_session"."started_at" and "app"."impersonation_session"."expires_at" <= "app"."impersonation_session"."started_at" + interval '4 hours'),
	CONSTRAINT "impersonation_session_end" CHECK (("app"."impersonation_session"."ended_at" is null) = ("app"."impersonation_session"."end_reason" is null) and "app"."impersonation_session"."ended_at" >= "app"."impersonation_session"."started_at"),
	CONSTRAINT "impersonation_session_reason" CHECK (length("app"."impersonation_session"."reason") between 20 and 1000),
	CONSTRAINT "impersonation_session_basis" CHECK ("app"."impersonation_session"."ticket_id" is not null or ("app"."impersonation_session"."project_id" is not null and "app"."impersonation_session"."category" = 'IMPLEMENTATION')),
	CONSTRAINT "impersonation_session_break_glass_reads" CHECK (not "app"."impersonation_session"."break_glass" or "app"."impersonation_session"."mode" = 'READ_ONLY')
);
--> statement-breakpoint
CREATE TABLE "ticket" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"number" integer NOT NULL,
	"subject" text NOT NULL,
	"requester_name" text NOT NULL,
	"requester_email" text NOT NULL,
	"status" text NOT NULL,
	"priority" text NOT NULL,
	"assignee_id" text,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"closed_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "ticket_status_words" CHECK ("ticket"."status" in ('OPEN', 'PENDING', 'CLOSED')),
	CONSTRAINT "ticket_priority_words" CHECK ("ticket"."priority" in ('LOW', 'HIGH', 'URGENT')),
	CONSTRAINT "ticket_closed_when_closed" CHECK (("ticket"."status" = 'CLOSED') = ("ticket"."closed_at" is not null) and "ticket"."closed_at" >= "ticket"."opened_at")
);
--> statement-breakpoint
CREATE TABLE "tenant_contact" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"phone_digits" text,
	CONSTRAINT "tenant_contact_kind_words" CHECK ("tenant_contact"."kind" in ('PRIMARY', 'SECURITY', 'BILLING', 'SIGNATORY'))
);
--> statement-breakpoint
CREATE TABLE "tenant_domain" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"domain" text NOT NULL,
	"verified_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "tenant_phone" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"label" text NOT NULL,
	"e164" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tenant_user" (
	"id" text PRIMARY KEY NOT NULL,
	"tenant_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"employee_number" text,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"manager_id" text,
	"org_unit" text,
	"last_login_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tenant_user_key" UNIQUE("tenant_id","id"),
	CONSTRAINT "tenant_user_role_words" CHECK ("tenant_user"."role" in ('EMPLOYEE', 'MANAGER', 'INVESTIGATOR', 'COMPLIANCE_OFFICER', 'TENANT_ADMIN')),
	CONSTRAINT "tenant_user_status_words" CHECK ("tenant_user"."status" in ('INVITED', 'ACTIVE', 'DEACTIVATED'))
);
--> statement-breakpoint
CREATE TABLE "tenant" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"region" text NOT NULL,
	"plan" text NOT NULL,
	"industry" text NOT NULL,
	"employees" integer NOT NULL,
	"locales" text[] NOT NULL,
	"access_policy" text NOT NULL,
	"csm_id" text,
	"logins" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"live_at" timestamp (3) with time zone,
	CONSTRAINT "tenant_status_words" CHECK ("tenant"."status" in ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'CHURNED')),
	CONSTRAINT "tenant_region_words" CHECK ("tenant"."region" in ('NA', 'EU', 'APAC', 'LATAM')),
	CONSTRAINT "tenant_plan_words" CHECK ("tenant"."plan" in ('ESSENTIAL', 'PROFESSIONAL', 'ENTERPRISE')),
	CONSTRAINT "tenant_industry_words" CHECK ("tenant"."industry" in ('BANKING', 'HEALTHCARE', 'MANUFACTURING', 'RETAIL', 'TECHNOLOGY', 'ENERGY', 'PUBLIC_SECTOR', 'LOGISTICS')),
	CONSTRAINT "tenant_access_policy_words" CHECK ("tenant"."access_policy" in ('open', 'notify', 'approve', 'closed'))
);
--> statement-breakpoint
ALTER TABLE "app"."login_session" ADD CONSTRAINT "login_session_operator_id_internal_user_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case" ADD CONSTRAINT "case_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case" ADD CONSTRAINT "case_assignee" FOREIGN KEY ("tenant_id","assignee_id") REFERENCES "public"."tenant_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigation_step" ADD CONSTRAINT "investigation_step_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigation_step" ADD CONSTRAINT "investigation_step_of" FOREIGN KEY ("tenant_id","investigation_id") REFERENCES "public"."investigation"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigation" ADD CONSTRAINT "investigation_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigation" ADD CONSTRAINT "investigation_case" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."case"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "investigation" ADD CONSTRAINT "investigation_assignee" FOREIGN KEY ("tenant_id","assignee_id") REFERENCES "public"."tenant_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_case" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."case"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "note" ADD CONSTRAINT "note_author" FOREIGN KEY ("tenant_id","author_id") REFERENCES "public"."tenant_user"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_case" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."case"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "riu_reporter" ADD CONSTRAINT "riu_reporter_riu_id_riu_id_fk" FOREIGN KEY ("riu_id") REFERENCES "public"."riu"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "riu_reporter" ADD CONSTRAINT "riu_reporter_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "riu" ADD CONSTRAINT "riu_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "riu" ADD CONSTRAINT "riu_case" FOREIGN KEY ("tenant_id","case_id") REFERENCES "public"."case"("tenant_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."impersonation_activity" ADD CONSTRAINT "impersonation_activity_session_id_impersonation_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "app"."impersonation_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."impersonation_session" ADD CONSTRAINT "impersonation_session_operator_id_internal_user_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."impersonation_session" ADD CONSTRAINT "impersonation_session_login_session_id_login_session_id_fk" FOREIGN KEY ("login_session_id") REFERENCES "app"."login_session"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket" ADD CONSTRAINT "ticket_assignee_id_internal_user_id_fk" FOREIGN KEY ("assignee_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_contact" ADD CONSTRAINT "tenant_contact_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_domain" ADD CONSTRAINT "tenant_domain_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_phone" ADD CONSTRAINT "tenant_phone_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant_user" ADD CONSTRAINT "tenant_user_tenant_id_tenant_id_fk" FOREIGN KEY ("tenant_id") REFERENCES "public"."tenant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tenant" ADD CONSTRAINT "tenant_csm_id_internal_user_id_fk" FOREIGN KEY ("csm_id") REFERENCES "app"."internal_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_age" ON "app"."answer" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "trail_of_tenant" ON "audit"."trail" USING btree ("tenant_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "trail_of_operator" ON "audit"."trail" USING btree ("operator_id","at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "trail_of_session" ON "audit"."trail" USING btree ("session_id","seq");--> statement-breakpoint
CREATE INDEX "trail_of_entity_ids" ON "audit"."trail" USING gin ("entity_ids");--> statement-breakpoint
CREATE UNIQUE INDEX "internal_user_directory_id" ON "app"."internal_user" USING btree ("directory_id");--> statement-breakpoint
CREATE UNIQUE INDEX "internal_user_email" ON "app"."internal_user" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "login_session_key" ON "app"."login_session" USING btree ("key_hash");--> statement-breakpoint
CREATE INDEX "login_session_of" ON "app"."login_session" USING btree ("operator_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "case_number" ON "case" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "case_page" ON "case" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "case_status" ON "case" USING btree ("tenant_id","status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "case_assignee" ON "case" USING btree ("tenant_id","assignee_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "case_priority" ON "case" USING btree ("tenant_id","priority","status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "investigation_step_position" ON "investigation_step" USING btree ("investigation_id","position");--> statement-breakpoint
CREATE INDEX "investigation_of_case" ON "investigation" USING btree ("case_id","created_at");--> statement-breakpoint
CREATE INDEX "investigation_status" ON "investigation" USING btree ("tenant_id","status");--> statement-breakpoint
CREATE INDEX "investigation_assignee" ON "investigation" USING btree ("tenant_id","assignee_id");--> statement-breakpoint
CREATE INDEX "note_of_case" ON "note" USING btree ("case_id","created_at","id");--> statement-breakpoint
CREATE INDEX "participant_of_case" ON "participant" USING btree ("case_id","role","id");--> statement-breakpoint
CREATE INDEX "participant_internal_user" ON "participant" USING btree ("internal_user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "riu_number" ON "riu" USING btree ("tenant_id","number");--> statement-breakpoint
CREATE INDEX "riu_page" ON "riu" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "riu_status" ON "riu" USING btree ("tenant_id","status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "riu_of_case" ON "riu" USING btree ("case_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "impersonation_session_key" ON "app"."impersonation_session" USING btree ("key_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "impersonation_session_one_live" ON "app"."impersonation_session" USING btree ("operator_id") WHERE "app"."impersonation_session"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "impersonation_session_operator" ON "app"."impersonation_session" USING btree ("operator_id","started_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "impersonation_session_tenant" ON "app"."impersonation_session" USING btree ("tenant_id","started_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "impersonation_session_started" ON "app"."impersonation_session" USING btree ("started_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "impersonation_session_open" ON "app"."impersonation_session" USING btree ("expires_at") WHERE "app"."impersonation_session"."ended_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "ticket_number" ON "ticket" USING btree ("number");--> statement-breakpoint
CREATE INDEX "ticket_of_tenant" ON "ticket" USING btree ("tenant_id","status","opened_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "ticket_of_assignee" ON "ticket" USING btree ("assignee_id","status","opened_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tenant_contact_of" ON "tenant_contact" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "tenant_contact_digits" ON "tenant_contact" USING btree (reverse("phone_digits") text_pattern_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_domain_name" ON "tenant_domain" USING btree ("domain");--> statement-breakpoint
CREATE INDEX "tenant_domain_of" ON "tenant_domain" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "tenant_domain_prefix" ON "tenant_domain" USING btree ("domain" text_pattern_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_phone_number" ON "tenant_phone" USING btree ("e164");--> statement-breakpoint
CREATE INDEX "tenant_phone_of" ON "tenant_phone" USING btree ("tenant_id");--> statement-breakpoint
CREATE INDEX "tenant_phone_digits" ON "tenant_phone" USING btree (reverse("e164") text_pattern_ops);--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_user_email" ON "tenant_user" USING btree ("tenant_id",lower("email"));--> statement-breakpoint
CREATE INDEX "tenant_user_page" ON "tenant_user" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tenant_user_role" ON "tenant_user" USING btree ("tenant_id","role","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "tenant_user_status" ON "tenant_user" USING btree ("tenant_id","status","created_at" DESC NULLS FIRST,"id" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "tenant_slug" ON "tenant" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "tenant_name_prefix" ON "tenant" USING btree (lower("name") text_pattern_ops);--> statement-breakpoint
CREATE INDEX "tenant_slug_prefix" ON "tenant" USING btree ("slug" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "tenant_name_trigram" ON "tenant" USING gin (lower("name") gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "tenant_by_name" ON "tenant" USING btree ("name","id");