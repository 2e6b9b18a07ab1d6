<#
.SYNOPSIS
Runs the tests.

.DESCRIPTION
Builds the solution and runs all tests, or those whose names contain a text. Gives an object for each test project, with
all of its results; each test that failed is an error, too. Tests that need a program which isn't here, such as Chromium,
are skipped and say so.

.PARAMETER Name
Part of the full name of the tests to run, such as Charts or Bronze.Scanning.

.PARAMETER Configuration
Debug or Release.

.EXAMPLE
Test-Workbook

.EXAMPLE
Test-Workbook Charts

.EXAMPLE
(Test-Workbook Charts).Results | Sort-Object Seconds -Descending | Select-Object -First 5
#>
function Test-Workbook {
    [CmdletBinding()]
    [OutputType('Workbook.TestRun')]
    param(
        [Parameter(Position = 0)]
        [ValidatePattern('^[\w.]+$')]
        [string]$Name,

        [ValidateSet('Debug', 'Release')]
        [string]$Configuration = 'Debug'
    )

    $call = New-Call $PSCmdlet
    try { Assert-Sdk }
    catch { $PSCmdlet.ThrowTerminatingError((New-WorkbookError $_.Exception.Message 'Workbook.NoSdk' 'ResourceUnavailable' $null)) }
    $results = Join-Path ([IO.Path]::GetTempPath()) "workbook-tests-$([guid]::NewGuid())"
    $arguments = @('test', (Join-Path $script:Root 'Workbook.sln'), '--configuration', $Configuration, '--logger', 'trx', '--results-directory', $results)
    if ($Name) { $arguments += @('--filter', "FullyQualifiedName~$Name") }
    try {
        $said = Watch-Command 'Running the tests' $arguments
        $call.ExitCode = $LASTEXITCODE
        $runs = @()
        if ([IO.Directory]::Exists($results)) { $runs = @(foreach ($file in [IO.Directory]::GetFiles($results, '*.trx')) { Read-TestRun $file }) }
        $runs = @($runs | Where-Object { $_.Results.Count -gt 0 } | Sort-Object Project)
        $runs
        foreach ($test in $runs.Results | Where-Object Outcome -eq 'Failed') {
            $PSCmdlet.WriteError((New-WorkbookError "$($test.Name): $($test.Message)" 'Workbook.TestFailed' 'InvalidResult' $test))
        }
        # A build that failed, or a run that broke off.
        if ($call.ExitCode -ne 0 -and -not ($runs.Results | Where-Object Outcome -eq 'Failed')) {
            $PSCmdlet.WriteError((New-WorkbookError (Get-TestFault $said) 'Workbook.TestRun' 'InvalidResult' $arguments))
        }
        if ($runs.Count -eq 0 -and $call.ExitCode -eq 0) { Write-Warning "No test has '$Name' in its full name." }
    }
    finally {
        if ([IO.Directory]::Exists($results)) { [IO.Directory]::Delete($results, $true) }
        $global:LASTEXITCODE = $call.ExitCode
    }
}

# One test project's results, as the test platform writes them.
function Read-TestRun([string]$File) {
    $document = New-Object Xml.XmlDocument
    $document.Load($File)
    $run = $document.DocumentElement
    $storage = @($run.GetElementsByTagName('UnitTest'))[0]
    $results = @(foreach ($result in $run.GetElementsByTagName('UnitTestResult')) {
        $message = @($result.GetElementsByTagName('Message'))[0]
        $outcome, $duration = $result.GetAttribute('outcome'), $result.GetAttribute('duration')
        [pscustomobject]@{
            PSTypeName = 'Workbook.TestResult'; Name = $result.GetAttribute('testName'); Outcome = ($outcome -replace '^NotExecuted$', 'Skipped')
            Seconds = if ($duration) { [Math]::Round([TimeSpan]::Parse($duration, $script:Invariant).TotalSeconds, 3) } else { 0.0 }
            Message = if ($message) { $message.InnerText } else { $null }
        }
    })
    $times = @($run.GetElementsByTagName('Times'))[0]
    $began = [DateTimeOffset]::Parse($times.GetAttribute('start'), $script:Invariant)
    [pscustomobject]@{
        PSTypeName = 'Workbook.TestRun'; Project = if ($storage) { [IO.Path]::GetFileNameWithoutExtension($storage.GetAttribute('storage')) } else { $null }
        Passed = @($results | Where-Object Outcome -eq 'Passed').Count; Failed = @($results | Where-Object Outcome -eq 'Failed').Count
        Skipped = @($results | Where-Object Outcome -eq 'Skipped').Count
        Seconds = [Math]::Round(([DateTimeOffset]::Parse($times.GetAttribute('finish'), $script:Invariant) - $began).TotalSeconds, 1); Results = $results
    }
}

function Get-TestFault([string[]]$Said) {
    $errors = @($Said | Where-Object { $_ -match '(^|: )error ' } | Select-Object -Unique)
    if ($errors.Count -eq 0) { $errors = @($Said | Select-Object -Last 20) }
    "The tests can't be run:`n$($errors -join "`n")"
}
