import type { PatientId, Role, View, ViewRow } from '@wardline/events'
import type { Tone } from '@wardline/ui'
import type { ComponentType } from 'react'
import { defineTexts, type Texts } from '../i18n/define-texts.ts'

/** A title in both languages. */
export interface Title {
  readonly en: string
  readonly ar: string
}
export type TitleTexts = Texts<{ readonly title: string }>

/** A count on a tab or rail item, with a label for screen readers (SHL-6). */
export interface Count {
  readonly value: number
  readonly label: string
  readonly tone?: Tone
}

export interface TabPageProps {
  readonly patientId: PatientId
}

interface TabDeclaration {
  /** Last segment of `/patients/:id/…`. */
  readonly path: string
  /** Order from left to right, in steps of ten to leave gaps. */
  readonly order: number
  /** The letter of the `g` + letter shortcut (ux section 6). */
  readonly key: string
  readonly title: Title
  /** Views the tab shows; a role with access to none of them does not see the tab. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly views: readonly View<any>[]
  /** Counts of the tab, from the same rows as its list (SHL-7). */
  readonly useCounts?: (patientId: PatientId) => readonly Count[]
  readonly page: () => Promise<ComponentType<TabPageProps>>
}

export interface Tab extends Omit<TabDeclaration, 'title' | 'views'> {
  readonly title: TitleTexts
  readonly views: readonly View<ViewRow>[]
}

/** Defines a tab of the patient's chart: `tab.ts` of a feature folder exports it as `tab`. */
export const defineTab = (tab: TabDeclaration): Tab => ({
  ...tab,
  title: titleTexts(`tab-${tab.path}`, tab.title),
})

interface ScreenDeclaration {
  /** Path below `/`. */
  readonly path: string
  readonly order: number
  readonly key: string | null
  readonly title: Title
  readonly icon: ComponentType<{ size?: number | string }>
  /** Roles that see the screen; the server checks access separately. */
  readonly roles: readonly Role[]
  /** Shown at the foot of the rail: administration. */
  readonly atFoot?: true
  readonly useCount?: () => Count | null
  readonly page: () => Promise<ComponentType>
}

export interface Screen extends Omit<ScreenDeclaration, 'title'> {
  readonly title: TitleTexts
}

/** Defines a screen outside the chart: `screen.ts` of a feature folder exports it as `screen`. */
export const defineScreen = (screen: ScreenDeclaration): Screen => ({
  ...screen,
  title: titleTexts(`screen-${screen.path}`, screen.title),
})

const titleTexts = (namespace: string, { en, ar }: Title): TitleTexts => defineTexts(namespace, { en: { title: en }, ar: { title: ar } })
