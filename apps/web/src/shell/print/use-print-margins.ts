import type { PatientRow } from '@wardline/events'
import { fmtMrn, useFormats } from '@wardline/ui'
import { useEffect } from 'react'
import { identityOf } from '../../clinical/patient-identity.ts'
import { useTexts } from '../../i18n/define-texts.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useUser } from '../../sync/workflow-context.tsx'
import { serverClock } from '../../time/server-clock.ts'
import { printTexts } from './print-texts.ts'

/** Quotes a text as a CSS string. */
const cssString = (text: string) => `"${text.replace(/["\\]/g, '\\$&').replaceAll('\n', ' ')}"`

export interface Margins {
  /** Name and two identifiers. */
  readonly who: string
  /** Time of the printed data. */
  readonly asOfText: string
  readonly by: string
}

/** CSS of the page margins. */
export const marginRules = ({ who, asOfText, by }: Margins): string =>
  `@page { margin: 18mm 12mm 16mm; @top-left { content: ${cssString(who)}; font-weight: 700 } @top-right { content: ${cssString(asOfText)} }
   @bottom-left { content: ${cssString(by)} } @bottom-right { content: counter(page) " / " counter(pages) } }`

export interface PrintedChart {
  readonly patient: PatientRow
  /** Time of the last update of the displayed data. */
  readonly asOf: string | null
  readonly isStale: boolean
}

/**
 * Prints patient name and MRN, user, print time, page number and age of the data in the margin of every page, and the
 * word STALE when the data were not live (A11Y-7, ID-8). Uses a constructed style sheet, as the CSP allows no inline styles.
 */
export function usePrintMargins({ patient, asOf, isStale }: PrintedChart): void {
  const t = useTexts(printTexts)
  const formats = useFormats()
  const { language } = useLanguage()
  const { name } = useUser()
  const identity = identityOf(patient, language)
  const who = t('who', {
    name: identity.name,
    born: identity.birthDate ? formats.date(identity.birthDate) : t('notKnown'),
    mrn: identity.mrn ? fmtMrn(identity.mrn) : t('notKnown'),
  })
  const asOfText = asOf
    ? t(isStale ? 'stale' : 'asOf', { at: formats.dateTime(asOf, { seconds: true }) })
    : t('stale', { at: t('notKnown') })

  useEffect(() => {
    if (!document.adoptedStyleSheets) return
    const sheet = new CSSStyleSheet()
    const write = () => {
      sheet.replaceSync(
        marginRules({ who, asOfText, by: t('printed', { name, at: formats.dateTime(new Date(serverClock.now()).toISOString()) }) }),
      )
    }
    write()
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    window.addEventListener('beforeprint', write)
    return () => {
      window.removeEventListener('beforeprint', write)
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet)
    }
  }, [who, asOfText, name, formats, t])
}
