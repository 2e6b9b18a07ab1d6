<#
.SYNOPSIS
Gives the lake's last runs, the newest first.

.DESCRIPTION
An object for each of the last ten runs: when it began, how it ended, how long it took, and what it loaded.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.EXAMPLE
Get-WorkbookRun

.EXAMPLE
Get-WorkbookRun | Where-Object Status -eq 'failed' | Select-Object StartedAt, ErrorMessage
#>
function Get-WorkbookRun {
    [CmdletBinding()]
    [OutputType('Workbook.Run')]
    param(
        [Parameter(Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string]$Lake
    )

    $call = New-Call $PSCmdlet
    $json = Invoke-ProgramJson $call (@('status') + @(Get-LakeArgument $Lake))
    if (-not $json) {
        $PSCmdlet.WriteError((New-ProgramError $call $Lake))
        return
    }
    $runs = @($json.history)
    [Array]::Reverse($runs)
    foreach ($run in $runs) { ConvertTo-WorkbookObject $run 'Run' }
}
