CREATE TABLE "audit" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"action" text NOT NULL,
	"patient_id" text collate "C",
	"what" text[] NOT NULL,
	"request_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "command" (
	"owner" text collate "C" NOT NULL,
	"key" text collate "C" NOT NULL,
	"body_hash" text NOT NULL,
	"answer" text,
	"recorded_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "command_owner_key_pk" PRIMARY KEY("owner","key")
);
--> statement-breakpoint
CREATE TABLE "consumer_position" (
	"consumer" text collate "C" NOT NULL,
	"room" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "consumer_position_consumer_room_pk" PRIMARY KEY("consumer","room")
);
--> statement-breakpoint
CREATE TABLE "dead_letter" (
	"consumer" text collate "C" NOT NULL,
	"room" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"event_id" text collate "C" NOT NULL,
	"reason" text NOT NULL,
	"attempts" integer NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "dead_letter_consumer_room_seq_pk" PRIMARY KEY("consumer","room","seq")
);
--> statement-breakpoint
CREATE TABLE "event" (
	"event_id" text collate "C" PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"patient_id" text collate "C",
	"recorded_at" timestamp(3) with time zone NOT NULL,
	"body" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "log_epoch" (
	"epoch" text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "resource" (
	"type" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"version_id" integer NOT NULL,
	"patient_id" text collate "C",
	"status" text,
	"about" text collate "C",
	"codes" text[] NOT NULL,
	"identifiers" text[] NOT NULL,
	"at" text collate "C",
	"body" json NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "resource_type_id_pk" PRIMARY KEY("type","id")
);
--> statement-breakpoint
CREATE TABLE "resource_history" (
	"type" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"version_id" integer NOT NULL,
	"body" json NOT NULL,
	"changed_by" text NOT NULL,
	"changed_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "resource_history_type_id_version_id_pk" PRIMARY KEY("type","id","version_id")
);
--> statement-breakpoint
CREATE TABLE "room_head" (
	"room" text collate "C" PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"low" bigint DEFAULT 1 NOT NULL,
	"lasts" bigint[] DEFAULT '{0,0,0,0}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room_log" (
	"room" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"event_id" text collate "C" NOT NULL,
	"audiences" smallint NOT NULL,
	"prevs" bigint[] NOT NULL,
	CONSTRAINT "room_log_room_seq_pk" PRIMARY KEY("room","seq")
);
--> statement-breakpoint
CREATE TABLE "secret" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"session_hash" text collate "C" PRIMARY KEY NOT NULL,
	"user_id" text collate "C" NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"ended_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"user_id" text collate "C" PRIMARY KEY NOT NULL,
	"username" text collate "C" NOT NULL,
	"name" text NOT NULL,
	"name_ar" text,
	"role" text NOT NULL,
	"password_hash" text NOT NULL,
	"active" boolean DEFAULT true NOT NULL,
	CONSTRAINT "staff_username_unique" UNIQUE("username")
);
--> statement-breakpoint
CREATE TABLE "staff_unit" (
	"user_id" text collate "C" NOT NULL,
	"unit_id" text collate "C" NOT NULL,
	CONSTRAINT "staff_unit_user_id_unit_id_pk" PRIMARY KEY("user_id","unit_id")
);
--> statement-breakpoint
CREATE TABLE "ticket" (
	"ticket_hash" text collate "C" PRIMARY KEY NOT NULL,
	"session_hash" text collate "C" NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unit" (
	"unit_id" text collate "C" PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_ar" text
);
--> statement-breakpoint
CREATE TABLE "view_row" (
	"view" text collate "C" NOT NULL,
	"room" text collate "C" NOT NULL,
	"row_id" text collate "C" NOT NULL,
	"version_id" text NOT NULL,
	"sort" text collate "C" NOT NULL,
	"search" text,
	"data" json NOT NULL,
	CONSTRAINT "view_row_view_room_row_id_pk" PRIMARY KEY("view","room","row_id")
);
--> statement-breakpoint
CREATE INDEX "audit_of_patient" ON "audit" USING btree ("patient_id","id");--> statement-breakpoint
CREATE INDEX "audit_of_user" ON "audit" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "resource_of_patient" ON "resource" USING btree ("patient_id","type","at");--> statement-breakpoint
CREATE INDEX "resource_about" ON "resource" USING btree ("about") WHERE "resource"."about" is not null;--> statement-breakpoint
CREATE INDEX "resource_identified" ON "resource" USING gin ("identifiers") WHERE "resource"."identifiers" <> '{}';--> statement-breakpoint
CREATE INDEX "session_of_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "view_row_in_order" ON "view_row" USING btree ("view","room","sort","row_id");