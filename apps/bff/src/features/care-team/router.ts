import { careTeamView } from '@wardline/events'
import { patientList } from '../../platform/patient-list.ts'
import { router } from '../../platform/trpc.ts'

export const careTeamRouter = router({ list: patientList(careTeamView) })
