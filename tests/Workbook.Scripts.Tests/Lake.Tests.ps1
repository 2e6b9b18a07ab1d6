# The lake's runs and what they leave, as objects.
BeforeAll {
    . (Join-Path $PSScriptRoot 'World.ps1')
    Import-Module (Join-Path $World 'scripts/Workbook')
}

Describe 'Invoke-Pipeline' {
    It 'gives its run as an object' {
        $WorldRun.PSObject.TypeNames[0] | Should -Be 'Workbook.PipelineRun'
        $WorldRun.Status | Should -Be 'succeeded'
        $WorldRun.StartedAt | Should -BeOfType [datetime]
        @($WorldRun.Tasks.Task) | Should -Contain 'gold'
        @($WorldRun.Layers.Layer) | Should -Contain 'silver'
        foreach ($source in $WorldRun.Sources) { $source.RowsRead | Should -Be ($source.RowsAccepted + $source.RowsRejected) }
        # Rules are data: their names stay as they are.
        ($WorldRun.Sources | Where-Object Source -eq 'orders_lines').Rejected.Keys | Should -Contain 'qty.not_positive'
    }
    It 'changes nothing with -WhatIf' {
        Invoke-Pipeline -Scale 0.5 -Lake TestDrive:/lake -Raw TestDrive:/raw -WhatIf | Should -BeNullOrEmpty
        Join-Path $TestDrive 'lake' | Should -Not -Exist
    }
    It 'refuses what is out of range' {
        { Invoke-Pipeline -Scale 0 } | Should -Throw '*minimum allowed range*'
        { Invoke-Pipeline -From nowhere -Lake (Join-Path $TestDrive 'other') -Raw (Join-Path $TestDrive 'raw') -ErrorAction Stop } | Should -Throw '*nowhere*'
    }
    It 'runs a part, tells how far it is, and warns of what is to be known' {
        $copy = Copy-World (Join-Path $TestDrive 'part')
        $fresh = Invoke-Fresh $copy 'Invoke-Pipeline -Scale 0.001 -Seed 7 -To ingest'
        $fresh.Error | Should -BeNullOrEmpty
        @($fresh.Given.Tasks.Task) | Should -Be @('generate', 'ingest')
        $sensors = @($fresh.Progress | Where-Object Activity -eq 'Invoke-Pipeline: sensors')
        @($sensors | Where-Object PercentComplete -eq 100) | Should -Not -BeNullOrEmpty
        @($sensors | Where-Object RecordType -eq 'Completed').Count | Should -Be 1
        "$($fresh.Warning)" | Should -BeLike '*seed 42: scale 0.001, seed 7 goes to*'
    }
    It 'goes on after a run that failed, and says why it did' {
        $copy = Copy-World (Join-Path $TestDrive 'refused')
        Set-Content (Join-Path $copy 'data_raw/stores.csv') "no,header`n1,2"
        $fresh = Invoke-Fresh $copy './scripts/Invoke-Pipeline.ps1 -Scale 0.001'
        $fresh.Given.Status | Should -Be 'failed'
        "$($fresh.Error)" | Should -BeLike '*stores.csv lacks columns*'
        $fresh.ExitCode | Should -Be 1
    }
}

Describe 'Get-WorkbookStatus and Get-WorkbookRun' {
    It 'tell the last run, the runs before it and the sources' {
        $status = Get-WorkbookStatus
        $status.State | Should -Be 'success'
        $status.Parameters['scale'] | Should -Be '0.001'
        @($status.Stale).Count | Should -Be 0
        ($status.Watermarks | Where-Object Source -eq 'sensors').NewestEvent | Should -BeOfType [datetime]
        $runs = @(Get-WorkbookRun)
        $runs[0].Status | Should -Be 'success'
        $runs[0].StartedAt.Kind | Should -Be 'Utc'
    }
    It 'tell of a lake where nothing was run' {
        [void](New-Item -ItemType Directory (Join-Path $TestDrive 'empty'))
        (Get-WorkbookStatus (Join-Path $TestDrive 'empty')).State | Should -Be 'never run'
        Get-WorkbookRun (Join-Path $TestDrive 'empty') | Should -BeNullOrEmpty
    }
}

Describe 'Get-WorkbookReject' {
    It 'gives the rows that are among the rejects' {
        $rejects = Get-WorkbookReject
        ($rejects | Measure-Object Rows -Sum).Sum | Should -Be (Invoke-WorkbookSql 'SELECT count(*) AS n FROM rejects."all"').n
        $rejects[0].Samples[0].Place | Should -Match ':\d+$'
    }
    It 'takes names, wildcards and the pipeline' {
        @(Get-WorkbookReject orders_lines).Source | Select-Object -Unique | Should -Be 'orders_lines'
        @((Get-WorkbookReject or*, sens*).Source | Select-Object -Unique | Sort-Object) | Should -Be @('orders_lines', 'sensors')
        @(('orders_lines', 'sensors' | Get-WorkbookReject -Samples 3).Source | Select-Object -Unique | Sort-Object) | Should -Be @('orders_lines', 'sensors')
        Get-WorkbookReject nothing* | Should -BeNullOrEmpty
        { Get-WorkbookReject order_lines -ErrorAction Stop } | Should -Throw "There is no source 'order_lines'*"
    }
}

Describe 'Invoke-WorkbookMonitor' {
    It 'gives a monitor each, with a query for the rows at fault' {
        $monitors = @(Invoke-WorkbookMonitor -Topic loaded, foreign_key)
        @($monitors.Topic | Select-Object -Unique | Sort-Object) | Should -Be @('foreign_key', 'loaded')
        $monitors[0].Status | Should -BeIn 'OK', 'WARNING', 'ALERT'
        Invoke-WorkbookSql $monitors[0].OffendingSql -ErrorAction Stop | Out-Null
        { Invoke-WorkbookMonitor nothing -ErrorAction Stop } | Should -Throw "No monitor has the topic 'nothing'*"
    }
}

Describe 'Test-WorkbookLake' {
    It 'gives an object for each check, and says what is wrong' {
        @(Test-WorkbookLake).IsWell | Select-Object -Unique | Should -Be $true
        $LASTEXITCODE | Should -Be 0
        $copy = Copy-World (Join-Path $TestDrive 'damaged')
        Get-ChildItem (Join-Path $copy 'lake/bronze/delta/stores') -Filter *.parquet | Select-Object -First 1 | Set-Content -Value 'damaged'
        $check = Test-WorkbookLake bronze_files_are_readable -Lake (Join-Path $copy 'lake')
        $check.IsWell | Should -BeFalse
        $check.Findings[0] | Should -BeLike '*stores*'
        $LASTEXITCODE | Should -Be 1
        { Test-WorkbookLake nothing -ErrorAction Stop } | Should -Throw "There is no check 'nothing'*"
    }
}

Describe 'Get-WorkbookProgress and Reset-WorkbookProgress' {
    BeforeAll {
        $folder = Join-Path $TestDrive 'learner'
        [void](New-Item -ItemType Directory -Force (Join-Path $folder '.workbook'))
        Set-Content (Join-Path $folder '.workbook/progress.json') '[{"id":"bronze.balance","attempts":2,"hints_shown":1,"is_solved":true,"solved_at":"2026-01-05T10:00:00Z"},{"id":"silver.dates","attempts":1,"hints_shown":0,"is_solved":false,"solved_at":null}]'
    }
    It 'tell of each task, and forget only what is confirmed' {
        $all = @(Get-WorkbookProgress -Workspace $folder)
        $all.Count | Should -BeGreaterThan 30
        $solved = $all | Where-Object Status -eq 'solved'
        $solved.Task | Should -Be 'bronze.balance'
        $solved.Exercise | Should -Be 'bronze'
        $solved.SolvedAt | Should -Be ([datetime]::new(2026, 1, 5, 10, 0, 0, [DateTimeKind]::Utc))
        @((Get-WorkbookProgress bronze -Workspace $folder).Exercise | Select-Object -Unique) | Should -Be 'bronze'
        @((Get-WorkbookProgress *.balance -Workspace $folder).Task) | Should -Be 'bronze.balance'
        { Get-WorkbookProgress brnze -Workspace $folder -ErrorAction Stop } | Should -Throw "There is no task or exercise 'brnze'*"

        Reset-WorkbookProgress bronze -Workspace $folder -WhatIf
        (Get-WorkbookProgress bronze.balance -Workspace $folder).Status | Should -Be 'solved'
        Get-WorkbookProgress bronze -Workspace $folder | Where-Object Status -eq 'solved' | Reset-WorkbookProgress -Workspace $folder -Confirm:$false
        (Get-WorkbookProgress bronze.balance -Workspace $folder).Status | Should -Be 'open'
    }
}
