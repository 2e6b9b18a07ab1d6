<#
.SYNOPSIS
Forgets the progress in an exercise, or in one task of it.

.DESCRIPTION
Attempts, hints and solutions are forgotten, so that the tasks are open again. The notebooks stay as they are.

.PARAMETER Task
Exercises, such as bronze, or tasks, such as bronze.balance.

.PARAMETER Workspace
The project's folder; this repository unless it is given.

.EXAMPLE
Reset-WorkbookProgress bronze -WhatIf

.EXAMPLE
Get-WorkbookProgress gold | Where-Object Status -eq 'tried' | Reset-WorkbookProgress -Confirm:$false
#>
function Reset-WorkbookProgress {
    [CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
    [OutputType([void])]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipeline = $true, ValueFromPipelineByPropertyName = $true)]
        [string[]]$Task,

        [ValidateNotNullOrEmpty()]
        [string]$Workspace
    )

    begin {
        $call = New-Call $PSCmdlet
        $folder = $script:Root
        if ($Workspace) { $folder = Resolve-FilePath $Workspace }
    }
    process {
        foreach ($name in $Task) {
            if (-not $PSCmdlet.ShouldProcess($name, 'Forget attempts, hints and solutions')) { continue }
            [void](Invoke-ProgramJson $call @('progress', '--workspace', $folder, '--reset', $name))
            if ($call.ExitCode -ne 0) { $PSCmdlet.WriteError((New-ProgramError $call $name)) }
        }
    }
}
