CREATE TABLE "consumer_pause" (
	"consumer" text collate "C" PRIMARY KEY NOT NULL,
	"at" timestamp(3) with time zone NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "dead_letter" DROP CONSTRAINT "dead_letter_consumer_room_seq_pk";--> statement-breakpoint
ALTER TABLE "dead_letter" ALTER COLUMN "room" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "dead_letter" ALTER COLUMN "seq" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "dead_letter" ALTER COLUMN "event_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "id" text collate "C" PRIMARY KEY DEFAULT gen_random_uuid()::text;--> statement-breakpoint
ALTER TABLE "dead_letter" ALTER COLUMN "id" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "payload" text;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "settled_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "settlement" text;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "settled_by" text;--> statement-breakpoint
ALTER TABLE "dead_letter" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "log_epoch" ADD COLUMN "cluster" text;--> statement-breakpoint
CREATE UNIQUE INDEX "dead_letter_of_entry" ON "dead_letter" USING btree ("consumer","room","seq");--> statement-breakpoint
CREATE INDEX "dead_letter_open" ON "dead_letter" USING btree ("at","id") WHERE "dead_letter"."settled_at" is null;--> statement-breakpoint
CREATE INDEX "event_recorded" ON "event" USING btree ("recorded_at","event_id");--> statement-breakpoint
CREATE INDEX "event_correlated" ON "event" USING btree (("body"->>'correlationId'));