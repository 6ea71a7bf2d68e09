import { ArrivalsPill } from '@wardline/ui'
import type { SteadyRows } from '../../lists/use-stable-list.ts'

/** What came while somebody reads the list waits here (RT-7). */
export const ArrivalsOf = <Row,>({ rows }: { rows: SteadyRows<Row> }) => <ArrivalsPill count={rows.waiting.length} onShow={rows.show} />
