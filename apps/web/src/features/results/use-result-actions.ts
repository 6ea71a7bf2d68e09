import type { ResultRow } from '@wardline/events'
import { useAnnounce, useServerNow } from '@wardline/ui'
import type { RefObject } from 'react'
import { useTexts } from '../../i18n/define-texts.ts'
import type { NamedPatient } from '../../sync/hooks/use-patient-identity.ts'
import type { ActKey } from './cumulative/cumulative-view.tsx'
import { toReview } from './review/review.ts'
import type { Reviewing } from './review/use-review.ts'
import { resultTexts } from './texts.ts'
import { useCopy } from './trend/use-copy.ts'

interface ActsOptions {
  readonly rows: readonly ResultRow[]
  readonly select: (row: ResultRow) => void
  readonly reviewing: Reviewing
  readonly patient: NamedPatient | null
  /** Where the course is drawn. */
  readonly detail: RefObject<HTMLElement | null>
  readonly openSheet: (row: ResultRow) => void
}

export interface ResultActions {
  /** A key of the results screen, on the value it was pressed for. */
  readonly run: (key: ActKey, row: ResultRow) => void
  readonly mayReview: (row: ResultRow) => boolean
  /** By button: asks for everything that is not normal. */
  readonly askToReview: (row: ResultRow) => void
  /** To the next result that waits for review. */
  readonly goOn: (from: ResultRow) => void
}

/** Review, copy and course, by key and by button (ux section 6); a key that can do nothing says why (K-6). */
export function useResultActions({ rows, select, reviewing, patient, detail, openSheet }: ActsOptions): ResultActions {
  const t = useTexts(resultTexts)
  const announce = useAnnounce()
  const now = useServerNow(60_000)
  const copy = useCopy(patient?.identity ?? null)

  const goOn = (from: ResultRow) => {
    const next = rows
      .slice(rows.findIndex(({ id }) => id === from.id) + 1)
      .find((row) => toReview(row, now) && !reviewing.pending.has(row.id))
    if (next) select(next)
  }
  const mayReview = (row: ResultRow) => {
    const way = reviewing.wayOf(row)
    return reviewing.review !== null && way !== 'nothing' && way !== 'acknowledge-first'
  }
  const askToReview = (row: ResultRow) => {
    if (reviewing.wayOf(row) !== 'at-once') return openSheet(row)
    void reviewing.review?.([row]).then((done) => (done ? goOn(row) : openSheet(row)))
  }
  const reviewByKey = (row: ResultRow) => {
    const way = reviewing.wayOf(row)
    if (!reviewing.review || way === 'nothing') announce.polite(t('nothingToReview'))
    else if (way === 'acknowledge-first') announce.polite(t('acknowledgeFirst'))
    else if (way === 'sheet-only') announce.polite(t('criticalByButton'))
    else askToReview(row)
  }

  return {
    run: (key, row) => {
      select(row)
      if (key === 'w') reviewByKey(row)
      else if (key === 'c') copy(row)
      else detail.current?.focus()
    },
    mayReview,
    askToReview,
    goOn,
  }
}
