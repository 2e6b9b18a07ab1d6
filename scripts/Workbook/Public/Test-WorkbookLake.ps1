<#
.SYNOPSIS
Asks whether the lake is in order.

.DESCRIPTION
Asks whether files are readable, rows are as in the manifest, no file is late or refused, and the models are there. Gives
an object for each check, with its findings. $LASTEXITCODE is 1 if there are any. It changes nothing.

.PARAMETER Check
Only these checks.

.PARAMETER Raw
The folder of the raw files; data_raw of this repository unless it is given.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.EXAMPLE
Test-WorkbookLake

.EXAMPLE
if ((Test-WorkbookLake bronze_rows_equal_manifest).IsWell) { 'Bronze is whole.' }
#>
function Test-WorkbookLake {
    [CmdletBinding()]
    [OutputType('Workbook.Check')]
    param(
        [Parameter(Position = 0)]
        [string[]]$Check,

        [ValidateNotNullOrEmpty()]
        [string]$Raw,

        [ValidateNotNullOrEmpty()]
        [string]$Lake
    )

    $call = New-Call $PSCmdlet
    $folder = Join-Path $script:Root 'data_raw'
    if ($Raw) { $folder = Resolve-FilePath $Raw }
    $json = Invoke-ProgramJson $call (@('check') + @($Check | Where-Object { $_ }) + @('--raw', $folder) + @(Get-LakeArgument $Lake))
    foreach ($outcome in $json) { ConvertTo-WorkbookObject $outcome 'Check' }
    if (-not $json) { $PSCmdlet.WriteError((New-ProgramError $call $Check)) }
}
