import { encountersView } from '@wardline/events'
import { patientList } from '../../platform/patient-list.ts'
import { router } from '../../platform/trpc.ts'

export const encountersRouter = router({ list: patientList(encountersView) })
