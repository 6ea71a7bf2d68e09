import { ArrivalsPill } from '@wardline/ui'
import type { StableList } from '../../lists/use-stable-list.ts'

/** What came while somebody reads the list waits here (RT-7). */
export const ChartArrivals = <Row,>({ rows }: { rows: StableList<Row> }) => <ArrivalsPill count={rows.waiting.length} onShow={rows.show} />
