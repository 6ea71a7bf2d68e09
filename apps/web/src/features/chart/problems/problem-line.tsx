import Button from '@mui/material/Button'
import type { ProblemRow } from '@wardline/events'
import { Clin, ListRow, NewMark, StatusChip, useFormats } from '@wardline/ui'
import { useState } from 'react'
import { useTexts } from '../../../i18n/define-texts.ts'
import { useFormatTime } from '../../../time/use-format-time.ts'
import { chartTexts } from '../texts.ts'

/** Buttons of a row are less prominent than its text. */
const quietButton = { color: 'muted', fontWeight: 450, minHeight: 24, paddingInline: 1.5 } as const

export interface ProblemLineProps {
  row: ProblemRow
  isFresh: boolean
  /** True while the resolve command is not confirmed. */
  isResolving: boolean
  onResolve: (() => void) | null
}

/** One problem with its onset and last author; the code is shown on request (CHT-3, CHT-12, CHT-13). */
export function ProblemLine({ row, isFresh, isResolving, onResolve }: ProblemLineProps) {
  const t = useTexts(chartTexts)
  const formats = useFormats()
  const formatTime = useFormatTime()
  const [showsDetails, setShowsDetails] = useState(false)
  const isUnconfirmed = row.verificationStatus === 'provisional' || row.verificationStatus === 'unconfirmed'

  return (
    <li>
      <ListRow
        tone={isFresh ? 'fresh' : isResolving ? 'lingering' : null}
        secondary={
          <>
            {row.onsetAt ? (
              <>
                {t('since')} <Clin>{formats.date(row.onsetAt)}</Clin>
              </>
            ) : (
              t('onsetNotRecorded')
            )}
            {row.resolvedAt && (
              <>
                {' · '}
                {t('resolvedOn')} <Clin>{formats.date(row.resolvedAt)}</Clin>
              </>
            )}
            {' · '}
            {t('changedBy', { name: row.changedBy })} <Clin>{formatTime(row.changedAt)}</Clin>
            {showsDetails && row.code && (
              <>
                {' · '}
                <Clin>{t('code', { code: row.code })}</Clin>
              </>
            )}
          </>
        }
        trailing={
          <>
            {isFresh && <NewMark />}
            {isUnconfirmed && <StatusChip>{t('provisional')}</StatusChip>}
            {row.code && (
              <Button
                variant="text"
                sx={quietButton}
                aria-expanded={showsDetails}
                onClick={() => setShowsDetails(!showsDetails)}
                aria-label={`${t('details')}: ${row.display}`}
              >
                {t('details')}
              </Button>
            )}
            {isResolving ? (
              <span>{t('resolving')}</span>
            ) : (
              onResolve && (
                <Button variant="text" sx={quietButton} onClick={onResolve} aria-label={t('resolveProblem', { problem: row.display })}>
                  {t('resolve')}
                </Button>
              )
            )}
          </>
        }
      >
        <bdi>{row.display}</bdi>
      </ListRow>
    </li>
  )
}
