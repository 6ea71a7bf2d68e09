import Box from '@mui/material/Box'
import type { PatientId } from '@wardline/events'
import { Empty, ListRow } from '@wardline/ui'
import { useTexts } from '../../../i18n/define-texts.ts'
import { ListCard } from '../../../lists/list-card.tsx'
import { chartTexts } from '../texts.ts'
import { useCareTeam } from '../use-chart-lists.ts'

/** Care team of the patient; members of inactive teams are marked as former. */
export function CareTeamCard({ patientId }: { patientId: PatientId }) {
  const t = useTexts(chartTexts)
  const list = useCareTeam(patientId)
  const people = list.rows.flatMap((team) =>
    team.members.map((member) => ({
      ...member,
      id: `${team.id} ${member.userId ?? member.name} ${member.role}`,
      isFormer: team.status === 'inactive',
    })),
  )
  const currentMembers = people.filter(({ isFormer }) => !isFormer)

  return (
    <ListCard
      title={t('careTeam')}
      count={currentMembers.length > 0 && t('people', { count: currentMembers.length })}
      list={list}
      expected={3}
      empty={<Empty title={t('noCareTeam')} />}
    >
      <Box component="ul" aria-label={t('careTeam')} sx={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {people.map(({ id, name, role, isFormer }) => (
          <li key={id}>
            <ListRow tone={isFormer ? 'lingering' : null} secondary={<bdi>{role}</bdi>} trailing={isFormer && t('formerTeam')}>
              <bdi>{name}</bdi>
            </ListRow>
          </li>
        ))}
      </Box>
    </ListCard>
  )
}
