/** Metrics of prometheus-nats-exporter (`-varz -jsz=all`) that rules and panels may use. */
export const natsExporterMetrics = [
  'gnatsd_varz_connections',
  'gnatsd_varz_in_bytes',
  'gnatsd_varz_in_msgs',
  'gnatsd_varz_mem',
  'gnatsd_varz_out_bytes',
  'gnatsd_varz_out_msgs',
  'gnatsd_varz_slow_consumers',
  'jetstream_consumer_num_ack_pending',
  'jetstream_consumer_num_pending',
  'jetstream_consumer_num_redelivered',
  'jetstream_server_max_storage',
  'jetstream_server_total_message_bytes',
  'jetstream_stream_total_bytes',
  'jetstream_stream_total_messages',
]

export const natsExporterLabels = [
  'consumer_name',
  'is_consumer_leader',
  'is_stream_leader',
  'server_id',
  'server_name',
  'stream_leader',
  'stream_name',
]
