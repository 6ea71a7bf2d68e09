import { careTeamView } from '@wardline/events'
import { patientList } from '../../commands/patient-list.ts'
import { router } from '../../commands/trpc.ts'

export const careTeamRouter = router({ list: patientList(careTeamView) })
