# Runs the Pester files here, and writes an object for each test. By hand, from the repository's folder:
#   dotnet tool run pwsh tests/Workbook.Scripts.Tests/Run.ps1 -Only Sql
param(
    [string]$Pester = (Join-Path $HOME '.nuget/packages/pester/6.2.0/tools/Pester.psd1'),
    [string]$Program = (Join-Path $PSScriptRoot 'bin/Debug/net10.0/Workbook.Cli.dll'),
    [string]$World = (Join-Path ([IO.Path]::GetTempPath()) "workbook-scripts-$([guid]::NewGuid())"),
    [string]$Results,
    [string[]]$Only = '*'
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module $Pester
$env:WORKBOOK_PROGRAM = $env:WORKBOOK_TEST_PROGRAM = $Program
$env:WORKBOOK_LAKE = $null
$env:JUPYTER_DATA_DIR = Join-Path $World 'jupyter'
$env:WORKBOOK_TEST_WORLD = $World
. (Join-Path $PSScriptRoot 'World.ps1')
New-World $World

$configuration = New-PesterConfiguration
$configuration.Run.Path = @($Only | ForEach-Object { Get-ChildItem $PSScriptRoot -Filter "$_.Tests.ps1" } | ForEach-Object FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'PlainText'
try { $run = Invoke-Pester -Configuration $configuration }
finally { if (-not $Results) { Remove-Item $World -Recurse -Force } }

if ($Results) {
    $tests = foreach ($test in $run.Tests) {
        @{
            file = Split-Path -Leaf $test.ScriptBlock.File; path = $test.Path -join ' > '; name = $test.ExpandedPath; result = $test.Result
            message = @($test.ErrorRecord | ForEach-Object { "$($_.DisplayErrorMessage)`n$($_.DisplayStackTrace)" }) -join "`n"
        }
    }
    # A file or block that failed outside its tests.
    $broken = foreach ($block in @($run.FailedContainers) + @($run.FailedBlocks)) {
        if ($block.ErrorRecord) { @{ file = "$($block.Item)"; path = "$block"; name = "$block"; result = 'Failed'; message = ($block.ErrorRecord | Out-String) } }
    }
    ConvertTo-Json (@($tests) + @($broken | Where-Object { $_ })) -Depth 3 | Set-Content $Results
}
exit $run.FailedCount
