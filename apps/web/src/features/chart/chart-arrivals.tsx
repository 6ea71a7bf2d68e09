import { ArrivalsPill } from '@wardline/ui'
import type { StableList } from '../../lists/use-stable-list.ts'

/** Pill with the rows held back while the list is being read (RT-7). */
export const ChartArrivals = <Row,>({ rows }: { rows: StableList<Row> }) => <ArrivalsPill count={rows.waiting.length} onShow={rows.show} />
