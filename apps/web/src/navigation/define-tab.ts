import type { PatientId, Role, View, ViewRow } from '@wardline/events'
import type { Tone } from '@wardline/ui'
import type { ComponentType } from 'react'
import { defineTexts, type Texts } from '../i18n/define-texts.ts'

/** A name in both languages. */
export interface Title {
  readonly en: string
  readonly ar: string
}
export type TitleTexts = Texts<{ readonly title: string }>

/** A number on a tab or a place of the rail, with what it counts in words (SHL-6). */
export interface Count {
  readonly value: number
  readonly label: string
  readonly tone?: Tone
}

export interface TabPageProps {
  readonly patientId: PatientId
}

interface TabDeclaration {
  /** Last part of `/patients/:id/…`. */
  readonly path: string
  /** From left to right, in tens, so that a tab fits between two others. */
  readonly order: number
  /** The letter of `g` + letter (ux section 6). */
  readonly key: string
  readonly title: Title
  /** What it is drawn from; a reader whose audience may see none of it is not shown the tab. */
  // biome-ignore lint/suspicious/noExplicitAny: rows of any view
  readonly views: readonly View<any>[]
  /** Counts for the tab itself; from the same rows as the list they count (SHL-7). */
  readonly useCounts?: (patientId: PatientId) => readonly Count[]
  readonly page: () => Promise<ComponentType<TabPageProps>>
}

export interface Tab extends Omit<TabDeclaration, 'title' | 'views'> {
  readonly title: TitleTexts
  readonly views: readonly View<ViewRow>[]
}

/** A tab of the patient's workspace: the folder's `tab.ts` exports it as `tab`, and the manifest finds it there. */
export const defineTab = (tab: TabDeclaration): Tab => ({
  ...tab,
  title: titled(`tab-${tab.path}`, tab.title),
})

interface ScreenDeclaration {
  /** Below `/`. */
  readonly path: string
  readonly order: number
  readonly key: string | null
  readonly title: Title
  readonly icon: ComponentType<{ size?: number | string }>
  /** Who is shown it; the server decides again what they may read. */
  readonly roles: readonly Role[]
  /** Stands at the foot of the rail: administration. */
  readonly atFoot?: true
  readonly useCount?: () => Count | null
  readonly page: () => Promise<ComponentType>
}

export interface Screen extends Omit<ScreenDeclaration, 'title'> {
  readonly title: TitleTexts
}

/** A screen of its own beside the charts: the folder's `screen.ts` exports it as `screen`. */
export const defineScreen = (screen: ScreenDeclaration): Screen => ({
  ...screen,
  title: titled(`screen-${screen.path}`, screen.title),
})

const titled = (namespace: string, { en, ar }: Title): TitleTexts => defineTexts(namespace, { en: { title: en }, ar: { title: ar } })
