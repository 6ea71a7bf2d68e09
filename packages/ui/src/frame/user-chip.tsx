import Avatar from '@mui/material/Avatar'
import ButtonBase from '@mui/material/ButtonBase'
import type { MouseEvent } from 'react'
import { initialsOf } from '../patient/patient.ts'

export interface UserChipProps {
  name: string
  role?: string
  /** Opens the user menu. */
  onClick?: (event: MouseEvent<HTMLElement>) => void
}

/** The signed-in user; important on a shared workstation. */
export function UserChip({ name, role, onClick }: UserChipProps) {
  return (
    <ButtonBase
      onClick={onClick}
      disabled={!onClick}
      aria-haspopup={onClick ? 'menu' : undefined}
      sx={{
        gap: 1.75,
        minHeight: 28,
        paddingInline: 1,
        borderRadius: 1,
        fontWeight: 550,
        whiteSpace: 'nowrap',
        '&.Mui-disabled': { color: 'inherit' },
      }}
    >
      <Avatar alt="" sx={{ width: 24, height: 24, fontSize: 10.5, fontWeight: 650, bgcolor: 'primary.bg', color: 'primary.main' }}>
        {initialsOf(name.replace(/^(Dr|Prof)\.?\s+/, ''))}
      </Avatar>
      <span>
        <bdi>{name}</bdi>
        {role && <>, {role}</>}
      </span>
    </ButtonBase>
  )
}
