# Tab asks the program: what is offered is what there is.
BeforeAll {
    . (Join-Path $PSScriptRoot 'World.ps1')
    Import-Module (Join-Path $World 'scripts/Workbook')
    function Get-Completion([string]$Line) { @((TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText) }
}

Describe 'Completion' {
    It 'offers the real tasks, sources, topics, checks and exercises' {
        foreach ($parameter in '-From ', '-To ', '-Only ', '-Only gold,') { Get-Completion "Invoke-Pipeline $parameter" | Should -Be @($WorldRun.Tasks.Task + 'docs' | Sort-Object) }
        @(Get-Completion 'Get-WorkbookReject ') | Should -Be @($WorldRun.Sources.Source | Sort-Object)
        @(Get-Completion 'Invoke-WorkbookMonitor ') | Should -Be @((Invoke-WorkbookMonitor).Topic | Sort-Object -Unique)
        @(Get-Completion 'Test-WorkbookLake ') | Should -Be @((Test-WorkbookLake).Check | Sort-Object)
        $progress = Get-WorkbookProgress
        @(Get-Completion 'Get-WorkbookProgress ') | Should -Be @(@($progress.Exercise) + @($progress.Task) | Sort-Object -Unique)
    }
    It 'offers what begins with what is typed' {
        Get-Completion 'Invoke-Pipeline -To si' | Should -Be 'silver'
        Get-Completion 'Reset-WorkbookProgress bronze.b' | Should -Be 'bronze.balance'
        Get-Completion "$World/scripts/Invoke-Pipeline.ps1 -From si" | Should -Be 'silver'
    }
    It 'offers every command of the program behind the word workbook' {
        $commands = @(dotnet $env:WORKBOOK_PROGRAM --help | Select-String '^  ([a-z]+) ' -CaseSensitive | ForEach-Object { $_.Matches[0].Groups[1].Value })
        $commands.Count | Should -BeGreaterThan 20
        @(Get-Completion 'workbook ' | Where-Object { $_ -notlike '-*' }) | Should -Be @($commands | Sort-Object)
        Get-Completion 'workbook delta opt' | Should -Be 'optimize'
        Get-Completion 'Invoke-Workbook sql --form' | Should -Be '--format'
        Get-Completion 'workbook sql --format ma' | Should -Be 'markdown'
    }
    It 'asks once, and starts no build' {
        Get-Completion 'workbook dr' | Should -Be 'drill'
        $program = $env:WORKBOOK_PROGRAM
        try {
            function global:dotnet { throw 'It was asked again.' }
            Get-Completion 'workbook dr' | Should -Be 'drill'
            $env:WORKBOOK_PROGRAM = $null
            Get-Completion 'Invoke-Pipeline -From sil' | Should -Not -Contain 'silver'
        }
        finally {
            Remove-Item function:dotnet
            $env:WORKBOOK_PROGRAM = $program
        }
    }
}

Describe 'Invoke-Workbook' {
    It 'is the command line: words, options, pipes and exit codes' {
        workbook sql 'SELECT 1 AS "a b"' --format csv --lake $World/lake | Should -Be @('a b', '1')
        'SELECT 2 AS x;' | workbook sql --format csv --lake $World/lake | Should -Be @('x', '2')
        workbook sql 'SELECT ''$x'', 1.5' -verbose --format csv --lake $World/lake 2>&1 | Out-Null
        $LASTEXITCODE | Should -Be 2
        workbook dbt ls --select silver --project-dir $World/lib/dbt | Should -Not -BeNullOrEmpty
        workbook generate --scale (0.5 * 2000) --out $TestDrive/raw 2>&1 | Out-String | Should -BeLike '*scale is 1000*'
    }
}
