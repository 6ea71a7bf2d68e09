import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** How long people stay: from a dropped line to a shift. */
const STAYS = [1, 10, 60, 300, 900, 3600, 4 * 3600, 12 * 3600]

/** What the sockets do. No label names a room or a person. */
export const realtimeMetrics = (registers: Registry[], seconds: number[]) => ({
  connections: new Gauge({ name: 'realtime_connections', help: 'Open sockets', registers }),
  opened: new Counter({
    name: 'realtime_connections_opened_total',
    help: 'Sockets opened: for the first time, or again after a line broke',
    labelNames: ['how'],
    registers,
  }),
  stays: new Histogram({
    name: 'realtime_connection_duration_seconds',
    help: 'How long sockets were open',
    buckets: STAYS,
    registers,
  }),
  rooms: new Gauge({ name: 'realtime_rooms', help: 'Rooms with at least one member', registers }),
  members: new Gauge({ name: 'realtime_room_members', help: 'Members of a room', labelNames: ['which'], registers }),
  delivered: new Counter({ name: 'realtime_deliveries_total', help: 'Updates handed to sockets', registers }),
  delivery: new Histogram({
    name: 'realtime_hop_seconds',
    help: 'Way of an event, hop by hop (RT20)',
    labelNames: ['hop'],
    buckets: seconds,
    registers,
  }),
  /** Deferred: the member's window was closed, and the log brings it later. Lost: it had not left when the socket closed; whoever comes back asks for it. */
  frames: new Counter({
    name: 'realtime_frames_total',
    help: 'Frames for one socket: handed over, deferred because its window was closed (RT15), or lost with the socket',
    labelNames: ['outcome'],
    registers,
  }),
  framesMade: new Counter({
    name: 'realtime_frames_made_total',
    help: 'Frames printed; handed over per made is how many members one printing served',
    registers,
  }),
  framesWaiting: new Gauge({ name: 'realtime_frames_waiting', help: 'Frames that were handed over and have not left', registers }),
  bytesWaiting: new Gauge({ name: 'realtime_bytes_waiting', help: 'Bytes that were handed over and have not left', registers }),
  closedWindows: new Gauge({ name: 'realtime_closed_windows', help: 'Sockets that are handed nothing more for now (RT15)', registers }),
  cut: new Counter({ name: 'realtime_cut_total', help: 'Sockets closed because their window stayed closed (RT15)', registers }),
})
