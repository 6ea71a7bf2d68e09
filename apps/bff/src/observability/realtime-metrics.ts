import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** Durations of connections in seconds: from a dropped one to a shift. */
const CONNECTION_SECONDS = [1, 10, 60, 300, 900, 3600, 4 * 3600, 12 * 3600]

/** Socket metrics. No label identifies a room or a person. */
export const realtimeMetrics = (registers: Registry[], seconds: number[]) => ({
  connections: new Gauge({ name: 'realtime_connections', help: 'Open sockets', registers }),
  opened: new Counter({
    name: 'realtime_connections_opened_total',
    help: 'Sockets opened: first connections and reconnections',
    labelNames: ['how'],
    registers,
  }),
  stays: new Histogram({
    name: 'realtime_connection_duration_seconds',
    help: 'Duration of socket connections',
    buckets: CONNECTION_SECONDS,
    registers,
  }),
  rooms: new Gauge({ name: 'realtime_rooms', help: 'Rooms with at least one subscriber', registers }),
  members: new Gauge({ name: 'realtime_room_members', help: 'Subscribers of a room', labelNames: ['which'], registers }),
  delivered: new Counter({ name: 'realtime_deliveries_total', help: 'Updates sent to sockets', registers }),
  delivery: new Histogram({
    name: 'realtime_hop_seconds',
    help: 'Latency of an event, hop by hop (RT20)',
    labelNames: ['hop'],
    buckets: seconds,
    registers,
  }),
  /** Deferred: the send window was closed, and the update is read from the log later. Lost: not sent when the socket closed; a reconnecting client requests it. */
  frames: new Counter({
    name: 'realtime_frames_total',
    help: 'Frames for one socket: sent, deferred by a closed send window (RT15), or lost with the socket',
    labelNames: ['outcome'],
    registers,
  }),
  framesMade: new Counter({
    name: 'realtime_frames_made_total',
    help: 'Frames encoded; sent frames per encoded frame is the fan-out',
    registers,
  }),
  framesWaiting: new Gauge({ name: 'realtime_frames_waiting', help: 'Frames queued for sending', registers }),
  bytesWaiting: new Gauge({ name: 'realtime_bytes_waiting', help: 'Bytes queued for sending', registers }),
  closedWindows: new Gauge({ name: 'realtime_closed_windows', help: 'Sockets whose send window is closed (RT15)', registers }),
  cut: new Counter({ name: 'realtime_cut_total', help: 'Sockets disconnected because their send window stayed closed (RT15)', registers }),
})
