import type { ResultRow } from '@wardline/events'
import { useAnnounce, useServerNow } from '@wardline/ui'
import type { RefObject } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import type { NamedPatient } from '../../sync/hooks/use-patient-identity.ts'
import type { ShortcutKey } from './cumulative/cumulative-view.tsx'
import { needsReview } from './review/review.ts'
import type { Reviewing } from './review/use-review.ts'
import { resultTexts } from './texts.ts'
import { useCopy } from './trend/use-copy.ts'

interface ResultActionsOptions {
  readonly rows: readonly ResultRow[]
  readonly select: (row: ResultRow) => void
  readonly reviewing: Reviewing
  readonly patient: NamedPatient | null
  /** The detail panel. */
  readonly detail: RefObject<HTMLElement | null>
  readonly openReviewSheet: (row: ResultRow) => void
}

export interface ResultActions {
  /** Runs a shortcut key on a result. */
  readonly run: (key: ShortcutKey, row: ResultRow) => void
  readonly canReview: (row: ResultRow) => boolean
  /** Reviews by button; results that are not normal need confirmation. */
  readonly startReview: (row: ResultRow) => void
  /** Selects the next result that needs review. */
  readonly selectNext: (from: ResultRow) => void
}

/** Review, copy and trend, by key and by button (ux section 6); a key without effect announces why (K-6). */
export function useResultActions({ rows, select, reviewing, patient, detail, openReviewSheet }: ResultActionsOptions): ResultActions {
  const t = useTexts(resultTexts)
  const announce = useAnnounce()
  const now = useServerNow(60_000)
  const copy = useCopy(patient?.identity ?? null)

  const selectNext = (from: ResultRow) => {
    const next = rows
      .slice(rows.findIndex(({ id }) => id === from.id) + 1)
      .find((row) => needsReview(row, now) && !reviewing.pending.has(row.id))
    if (next) select(next)
  }
  const canReview = (row: ResultRow) => {
    const mode = reviewing.modeOf(row)
    return reviewing.review !== null && mode !== 'nothing' && mode !== 'acknowledge-first'
  }
  const startReview = (row: ResultRow) => {
    if (reviewing.modeOf(row) !== 'at-once') return openReviewSheet(row)
    void reviewing.review?.([row]).then((isDone) => (isDone ? selectNext(row) : openReviewSheet(row)))
  }
  const reviewByKey = (row: ResultRow) => {
    const mode = reviewing.modeOf(row)
    if (!reviewing.review || mode === 'nothing') announce.polite(t('nothingToReview'))
    else if (mode === 'acknowledge-first') announce.polite(t('acknowledgeFirst'))
    else if (mode === 'sheet-only') announce.polite(t('criticalByButton'))
    else startReview(row)
  }

  return {
    run: (key, row) => {
      select(row)
      if (key === 'w') reviewByKey(row)
      else if (key === 'c') copy(row)
      else detail.current?.focus()
    },
    canReview,
    startReview,
    selectNext,
  }
}
