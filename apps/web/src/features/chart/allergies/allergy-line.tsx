import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import type { AllergyRow } from '@wardline/events'
import { Clin, ListRow, NewMark, StatusChip, useFormats } from '@wardline/ui'
import { worstSeverity } from '../../../clinical/allergy-state.ts'
import { useTexts } from '../../../i18n/define-texts.ts'
import { chartTexts } from '../texts.ts'

export interface AllergyLineProps {
  row: AllergyRow
  isFresh: boolean
  isRemoving: boolean
  onRemove: (() => void) | null
}

/** One allergy: substance and criticality, the past reaction with its severity, and the recorder (CHT-4). */
export function AllergyLine({ row, isFresh, isRemoving, onRemove }: AllergyLineProps) {
  const t = useTexts(chartTexts)
  const formats = useFormats()
  const isActive = row.status === 'active'
  const isSevere = isActive && (row.criticality === 'high' || worstSeverity(row) === 'severe')
  return (
    <li>
      <ListRow
        tone={isFresh ? 'fresh' : isRemoving ? 'lingering' : null}
        secondary={
          <>
            {t('recordedBy', { kind: row.type ? t(row.type) : t('kindNotRecorded'), name: row.recorder ?? t('recorderNotKnown') })}{' '}
            {row.recordedAt ? <Clin>{formats.date(row.recordedAt)}</Clin> : t('dateNotKnown')}
          </>
        }
        trailing={
          <>
            {isFresh && <NewMark />}
            {row.status === 'refuted' && <StatusChip>{t('allergyRefuted')}</StatusChip>}
            {row.status === 'inactive' && <StatusChip>{t('allergyInactive')}</StatusChip>}
            {row.verificationStatus === 'unconfirmed' && <StatusChip>{t('provisional')}</StatusChip>}
            {isActive && row.criticality === 'high' && <StatusChip tone="crit">{t('highRisk')}</StatusChip>}
            {isRemoving ? (
              <span>{t('removing')}</span>
            ) : (
              onRemove && (
                <Button
                  variant="text"
                  sx={{ color: 'muted', fontWeight: 450, minHeight: 24, paddingInline: 1.5 }}
                  onClick={onRemove}
                  aria-label={t('removeAllergy', { substance: row.substance })}
                >
                  {t('remove')}
                </Button>
              )
            )}
          </>
        }
      >
        <Box
          component={row.status === 'refuted' ? 's' : 'bdi'}
          dir="auto"
          sx={{ unicodeBidi: 'isolate', fontWeight: isActive ? 620 : 450, color: isSevere ? 'crit.main' : isActive ? undefined : 'muted' }}
        >
          {row.substance}
        </Box>
        {' — '}
        {row.reactions.length > 0 ? (
          row.reactions.map(({ manifestation, severity }, index) => (
            <span key={manifestation}>
              {index > 0 && ', '}
              <bdi>{manifestation}</bdi>
              {severity && ` (${t(severity)})`}
            </span>
          ))
        ) : (
          <Box component="span" sx={{ color: 'muted' }}>
            {t('reactionNotRecorded')}
          </Box>
        )}
      </ListRow>
    </li>
  )
}
