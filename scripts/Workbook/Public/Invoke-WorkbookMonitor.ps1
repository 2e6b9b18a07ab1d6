<#
.SYNOPSIS
Measures the lake against its thresholds.

.DESCRIPTION
Measures keys, references, missing values, freshness, volume, rejects, columns, checks and run times, keeps what was
measured as monitor.results, and gives an object for each monitor. $LASTEXITCODE is 1 on an ALERT.

.PARAMETER Topic
Only monitors of these topics.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.EXAMPLE
Invoke-WorkbookMonitor | Where-Object Status -in 'WARNING', 'ALERT'

.EXAMPLE
$worst = Invoke-WorkbookMonitor -Topic loaded | Sort-Object OffendingRows -Descending | Select-Object -First 1
Invoke-WorkbookSql $worst.OffendingSql

Shows the rows at fault.
#>
function Invoke-WorkbookMonitor {
    [CmdletBinding()]
    [OutputType('Workbook.Monitor')]
    param(
        [Parameter(Position = 0)]
        [string[]]$Topic,

        [ValidateNotNullOrEmpty()]
        [string]$Lake
    )

    $call = New-Call $PSCmdlet
    $arguments = @('monitor') + @(Get-LakeArgument $Lake)
    if ($Topic) { $arguments += @('--topic', ($Topic -join ',')) }
    $json = Invoke-ProgramJson $call $arguments
    if (-not $json) {
        $PSCmdlet.WriteError((New-ProgramError $call $Topic))
        return
    }
    foreach ($monitor in $json.monitors) { ConvertTo-WorkbookObject $monitor 'Monitor' }
}
