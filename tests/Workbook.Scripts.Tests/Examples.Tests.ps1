# Every example of the help is run, as it stands, in a copy of the world where bare runs are small.
BeforeDiscovery {
    $scripts = Join-Path (Split-Path -Parent (Split-Path -Parent $PSScriptRoot)) 'scripts'
    # A script's examples are its function's by way of the script.
    $doors = @(Get-ChildItem $scripts -Filter *.ps1)
    $sources = $doors + @(Get-ChildItem (Join-Path $scripts 'Workbook/Public') | Where-Object Name -NotIn $doors.Name)
    $examples = foreach ($source in $sources) {
        $help = (Get-Content $source.FullName -Raw) -replace '(?s)#>.*'
        # The lines up to an empty one are the code, what follows says what it shows.
        foreach ($match in [regex]::Matches($help, '\.EXAMPLE\n((?:.+\n)+)')) { @{ name = $source.BaseName; code = $match.Groups[1].Value.Trim() } }
    }
    # The README's, too.
    $readme = Get-Content (Join-Path (Split-Path -Parent $scripts) 'README.md') -Raw
    $examples += @{ name = 'README'; code = [regex]::Match($readme, '```\n(Import-Module (?s).*?)\n```').Groups[1].Value }
    $building = @($examples | Where-Object { $_.name -in 'Install-Workbook', 'Test-Workbook' })
    $running = @($examples | Where-Object { $_.name -notin 'Install-Workbook', 'Test-Workbook' })
}
BeforeAll {
    . (Join-Path $PSScriptRoot 'World.ps1')
    # As one types it: from the repository's folder, after Import-Module.
    function Test-Example([string]$Folder, [string]$Code) {
        $fresh = Invoke-Fresh $Folder $Code "`$PSDefaultParameterValues = @{ 'Invoke-Pipeline*:Scale' = 0.001; 'Invoke-Notebook*:Parameter' = @{ scale = 0.001 } }"
        $fresh.Error | Should -BeNullOrEmpty
        $fresh.Given
    }
}

Describe 'An example' {
    BeforeAll { $copy = Copy-World (Join-Path $TestDrive 'copy') }
    It 'runs: <name>: <code>' -ForEach $running {
        Test-Example $copy $code | Out-Null
    }
}

Describe 'An example that builds' {
    BeforeAll {
        $env:WORKBOOK_PROGRAM = $null
        $tiny = New-TinyRepository (Join-Path $TestDrive 'tiny')
        New-TinyTest $tiny
    }
    AfterAll { $env:WORKBOOK_PROGRAM = $env:WORKBOOK_TEST_PROGRAM }
    It 'runs: <name>: <code>' -ForEach $building {
        $given = @(Test-Example $tiny $code)
        if ($name -eq 'Test-Workbook' -and $code -notlike '*Results*') { $given[0].Passed | Should -BeGreaterThan 0 }
    }
    It 'tells which tests failed and why' {
        Set-Content (Join-Path $tiny 'tests/Tiny.Tests/Broken.cs') 'namespace Charts; public class Broken { [Xunit.Fact] public void Breaks() => Xunit.Assert.Equal(1, 2); }'
        $fresh = Invoke-Fresh $tiny './scripts/Test-Workbook.ps1 Broken'
        $fresh.Given.Failed | Should -Be 1
        $fresh.Given.Results[0].Name | Should -Be 'Charts.Broken.Breaks'
        $fresh.ExitCode | Should -Be 1
        "$($fresh.Error)" | Should -BeLike 'Charts.Broken.Breaks: Assert.Equal() Failure*'
    }
}
