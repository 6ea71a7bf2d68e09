import Button from '@mui/material/Button'
import { Empty } from '@wardline/ui'
import { Component, type ReactNode } from 'react'
import { useTexts } from '../i18n/define-texts.ts'
import { shellTexts } from './texts.ts'

interface Props {
  readonly children: ReactNode
  /** A change of key clears the error. */
  readonly resetKey: string
}

interface State {
  readonly failed: boolean
  readonly resetKey: string
}

/** One per tab and screen: an error leaves the banner, the alerts and the other tabs working. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false, resetKey: this.props.resetKey }

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true }
  }

  static getDerivedStateFromProps(props: Props, state: State): State | null {
    return props.resetKey === state.resetKey ? null : { failed: false, resetKey: props.resetKey }
  }

  override render() {
    return this.state.failed ? <ErrorFallback onRetry={() => this.setState({ failed: false })} /> : this.props.children
  }
}

/** Boundary of an optional part (search, help): on an error it disappears and the workspace stays. */
export class OptionalBoundary extends Component<{ readonly children: ReactNode }, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    return this.state.failed ? null : this.props.children
  }
}

/** Shown in place of a part that failed. */
export function ErrorFallback({ onRetry }: { onRetry: () => void }) {
  const t = useTexts(shellTexts)
  return <Empty title={t('broken')} hint={t('brokenHint')} action={<Button onClick={onRetry}>{t('tryAgain')}</Button>} />
}
