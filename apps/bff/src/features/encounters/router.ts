import { encountersView } from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { router } from '../../commands/trpc.ts'

export const encountersRouter = router({ list: patientList(encountersView) })
