import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'

export interface PageHeadProps {
  title: ReactNode
  /** Description of the list: order, filters, number of hidden rows (RT-10). */
  rule?: ReactNode
  asOf?: ReactNode
  actions?: ReactNode
}

/** Header of a page about many patients, which never has a patient banner (ID-2). */
export function PageHead({ title, rule, asOf, actions }: PageHeadProps) {
  return (
    <Head>
      <Title>{title}</Title>
      {rule && <Rule>{rule}</Rule>}
      <div style={{ flex: 1 }} />
      {asOf}
      {actions}
    </Head>
  )
}

const Head = styled('header')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  columnGap: 10,
  flex: 'none',
  padding: '9px 14px 7px',
})
const Title = styled('h1')({ margin: 0, fontSize: 16, fontWeight: 680 })
const Rule = styled('span')(({ theme }) => ({ fontSize: 11.5, color: theme.vars.palette.muted }))
