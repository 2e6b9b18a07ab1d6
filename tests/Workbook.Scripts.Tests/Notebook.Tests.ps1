# Notebooks, through the function and through its script.
BeforeAll {
    . (Join-Path $PSScriptRoot 'World.ps1')
    Import-Module (Join-Path $World 'scripts/Workbook')
    $door = Join-Path $World 'scripts/Invoke-Notebook.ps1'

    function New-Notebook([string]$Path, [string[]]$Code, [string]$Parameters) {
        $all = @(if ($Parameters) { @{ source = $Parameters; tags = @('parameters') } }) + @($Code | ForEach-Object { @{ source = $_; tags = @() } })
        $cells = @(foreach ($cell in $all) { @{ cell_type = 'code'; id = [guid]::NewGuid().ToString('N').Substring(0, 8); execution_count = $null; metadata = @{ tags = $cell.tags }; outputs = @(); source = $cell.source } })
        $notebook = @{ nbformat = 4; nbformat_minor = 5; metadata = @{ kernelspec = @{ display_name = 'Workbook (C# + SQL)'; language = 'C#'; name = 'workbook' } }; cells = $cells }
        ConvertTo-Json $notebook -Depth 6 | Set-Content -LiteralPath $Path
        $Path
    }

    # What the last cell of an executed notebook gave.
    function Get-Result([object]$Run) { -join (Get-Content -LiteralPath $Run.Output -Raw | ConvertFrom-Json).cells[-1].outputs[0].data.'text/plain' }
}

Describe 'Invoke-Notebook' {
    BeforeAll {
        $good = New-Notebook (Join-Path $TestDrive 'good.ipynb') '"fine"'
        $bad = New-Notebook (Join-Path $TestDrive 'bad [1].ipynb') '1', 'throw new Exception("broken");', '3'
        $out = Join-Path $TestDrive 'out'
    }
    It 'gives an object for each notebook and an error for one that failed' {
        $runs = Invoke-Notebook -LiteralPath $good, $bad -Out $out -ErrorAction SilentlyContinue -ErrorVariable fault
        @($runs).Count | Should -Be 2
        $runs[0].Status | Should -Be 'passed'
        $runs[0].Name | Should -Be 'good.ipynb'
        $runs[0].Seconds | Should -BeGreaterThan 0
        $runs[0].FailedCell | Should -BeNullOrEmpty
        $runs[0].Output | Should -Exist
        $runs[1].Status | Should -Be 'failed'
        $runs[1].FailedCell.Number | Should -Be 2
        $runs[1].Error | Should -Be 'Exception: broken'
        @($runs[1].Cells.Status) | Should -Be @('ok', 'failed')
        $fault.Count | Should -Be 1
        $fault[0].Exception.Message | Should -BeLike 'bad `[1`].ipynb failed in cell 2 (*Exception: broken*'
        $fault[0].TargetObject.Path | Should -Be $runs[1].Path
        $LASTEXITCODE | Should -Be 1
    }
    It 'throws where errors stop' {
        { Invoke-Notebook -LiteralPath $bad -Out $out -ErrorAction Stop } | Should -Throw '*Exception: broken*'
    }
    It 'takes names, wildcards, files and folders, each notebook once' {
        $folder = Join-Path $TestDrive 'many'
        [void](New-Item -ItemType Directory $folder)
        foreach ($name in 'a1', 'a2', 'b') { [void](New-Notebook (Join-Path $folder "$name.ipynb") '1') }
        $found = { param($run) @($run.Path | Split-Path -Leaf) }
        (& $found @(Invoke-Notebook (Join-Path $folder 'a*.ipynb') -Out $out)) | Should -Be @('a1.ipynb', 'a2.ipynb')
        (& $found @(Get-ChildItem $folder -Filter 'a*' | Invoke-Notebook -Out $out)) | Should -Be @('a1.ipynb', 'a2.ipynb')
        (& $found @((Join-Path $folder 'b.ipynb'), (Join-Path $folder 'b*') | Invoke-Notebook -Out $out)) | Should -Be @('b.ipynb')
        (& $found @(Invoke-Notebook TestDrive:/many -Out TestDrive:/out -Parallel 2)) | Should -Be @('a1.ipynb', 'a2.ipynb', 'b.ipynb')
    }
    It 'says of a path that is none and runs the others' {
        $runs = @(Invoke-Notebook (Join-Path $TestDrive 'none.ipynb'), $good -Out $out -ErrorAction SilentlyContinue -ErrorVariable fault)
        $runs.Count | Should -Be 1
        $fault[0].FullyQualifiedErrorId | Should -Be 'Workbook.NoNotebook,Invoke-Notebook'
        $fault[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $LASTEXITCODE | Should -Be 1
    }
    It 'overwrites nothing with -WhatIf' {
        $target = Join-Path $TestDrive 'untouched'
        Invoke-Notebook $good -Out $target -WhatIf | Should -BeNullOrEmpty
        $target | Should -Not -Exist
        $LASTEXITCODE | Should -Be 0
    }
    It 'says that a cell took too long' {
        $slow = New-Notebook (Join-Path $TestDrive 'slow.ipynb') 'Thread.Sleep(600000);'
        $run = Invoke-Notebook $slow -Out $out -Timeout 1 -ErrorAction SilentlyContinue -ErrorVariable fault
        $run.Status | Should -Be 'timedout'
        $fault[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        $LASTEXITCODE | Should -Be 3
    }
    It 'tells how far it is' {
        $fresh = Invoke-Fresh $World "Invoke-Notebook '$good' -Out '$out'"
        $fresh.Error | Should -BeNullOrEmpty
        $progress = @($fresh.Progress | Where-Object Activity -eq 'Invoke-Notebook: good.ipynb')
        $progress[0].StatusDescription | Should -Be '0 of 1 cells'
        @($progress.PercentComplete) | Should -Contain 100
        $progress[-1].RecordType | Should -Be 'Completed'
    }
}

Describe 'Invoke-Notebook -Parameter' {
    BeforeAll {
        $notebook = New-Notebook (Join-Path $TestDrive 'typed.ipynb') 'FormattableString.Invariant($"{whole}|{big}|{rate}|{price}|{flag}|{day:yyyy-MM-dd}|{since:o}|{at:o}|{wait}|{id}|{text}|{maybe}|{string.Join(''+'', numbers)}|{string.Join(''+'', days)}|{string.Join(''+'', words)}")' @'
var whole = 1;
var big = 1L;
var rate = 1.0;
var price = 1m;
var flag = false;
var day = new DateOnly(2000, 1, 1);
var since = new DateTime(2000, 1, 1);
var at = DateTimeOffset.UnixEpoch;
var wait = TimeSpan.Zero;
var id = Guid.Empty;
var text = "";
int? maybe = 5;
var numbers = new[] { 0.0 };
var days = new List<DateOnly>();
string?[] words = ["none"];
'@
        $out = Join-Path $TestDrive 'out'
        $values = @{
            whole = 42; big = [long]::MaxValue; rate = 0.1; price = 1234.50d; flag = $true; day = [datetime]::new(2024, 2, 29); since = [datetime]::new(2024, 1, 5, 10, 30, 0, [DateTimeKind]::Utc).AddTicks(1234567)
            at = [DateTimeOffset]::new(2024, 1, 5, 10, 0, 0, [timespan]'02:00:00'); wait = [timespan]'1.02:03:04.5'; id = [guid]'6ba7b810-9dad-11d1-80b4-00c04fd430c8'
            text = "it's `"here`" \ = `n(two)"; maybe = $null; numbers = @(1, 2.5, -1e300); days = @([datetime]::new(2024, 1, 5), [DateOnly]::new(2024, 1, 6)); words = @('a"b', $null, '')
        }
        $expected = "42|9223372036854775807|0.1|1234.50|True|2024-02-29|2024-01-05T10:30:00.1234567Z|2024-01-05T10:00:00.0000000+02:00|1.02:03:04.5000000|6ba7b810-9dad-11d1-80b4-00c04fd430c8|it's `"here`" \ = `n(two)||1+2.5+-1E+300|01/05/2024+01/06/2024|a`"b++"
    }
    It 'arrives typed, in every culture: <_>' -ForEach 'en-US', 'de-DE' {
        $culture = [Threading.Thread]::CurrentThread.CurrentCulture
        try {
            [Threading.Thread]::CurrentThread.CurrentCulture = $_
            Get-Result (Invoke-Notebook $notebook -Out $out -Parameter $values -ErrorAction Stop) | Should -BeExactly $expected
        }
        finally { [Threading.Thread]::CurrentThread.CurrentCulture = $culture }
    }
    It 'arrives the same where PowerShell passes arguments as it did before 7.3' {
        $PSNativeCommandArgumentPassing = 'Legacy'
        $module = Get-Module Workbook
        # As the module does it, with the old passing.
        $arguments = & $module { param($values) $PSNativeCommandArgumentPassing = 'Legacy'; ConvertTo-NativeArgument @(ConvertTo-ParameterArgument $values) } $values
        dotnet $env:WORKBOOK_PROGRAM notebook run $notebook --out $out @arguments 2>$null | Out-Null
        $LASTEXITCODE | Should -Be 0
        Get-Result @{ Output = Join-Path $out 'typed.ipynb' } | Should -BeExactly $expected
    }
    It 'is refused before anything runs: <name>' -ForEach @(
        @{ name = 'a text for a number'; given = @{ whole = 'many' }; said = "*'whole' expects int, found 'many'*" }
        @{ name = 'null for a number'; given = @{ whole = $null }; said = "*'whole' expects int, found null*" }
        @{ name = 'a misspelt name'; given = @{ wholl = 1 }; said = "*There is no parameter 'wholl', did you mean 'whole'?*" }
        @{ name = 'a table'; given = @{ whole = @{ a = 1 } }; said = "*parameter 'whole' is a Hashtable: expected a number*" }
    ) {
        $target = Join-Path $TestDrive "refused $name"
        { Invoke-Notebook $notebook -Out $target -Parameter $given -ErrorAction Stop } | Should -Throw $said
        $target | Should -Not -Exist
    }
}

Describe 'Invoke-Notebook.ps1' {
    It 'runs a notebook of the workbook with its parameters' {
        $copy = Copy-World (Join-Path $TestDrive 'copy')
        $fresh = Invoke-Fresh $copy './scripts/Invoke-Notebook.ps1 notebooks/assessment/00_overview.ipynb -Out runs -Parameter @{ scale = 0.001 } -Timeout 120'
        $fresh.Error | Should -BeNullOrEmpty
        $fresh.ExitCode | Should -Be 0
        $fresh.Given.Status | Should -Be 'passed'
        Get-Content (Join-Path $copy 'runs/00_overview.ipynb') -Raw | Should -BeLike '*scale = 0.001d;*'
    }
    It 'runs a notebook that is piped as text, and one that is piped as a file' {
        $folder = Join-Path $TestDrive 'piped'
        [void](New-Item -ItemType Directory $folder)
        Copy-Item (Join-Path $World 'scripts') $folder -Recurse
        [void](New-Notebook (Join-Path $folder 'one.ipynb') '1')
        $fresh = Invoke-Fresh $folder "'one.ipynb' | ./scripts/Invoke-Notebook.ps1; Get-Item one.ipynb | ./scripts/Invoke-Notebook.ps1 -Out files"
        $fresh.Error | Should -BeNullOrEmpty
        @($fresh.Given.Status) | Should -Be @('passed', 'passed')
        Join-Path $folder 'notebook_runs/one.ipynb' | Should -Exist
        Join-Path $folder 'files/one.ipynb' | Should -Exist
    }
    It 'has the exit code of the run, as a process of its own' {
        $bad = New-Notebook (Join-Path $TestDrive 'exit.ipynb') 'Environment.Exit(9);'
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $door $bad -Out (Join-Path $TestDrive 'out') *>$null
        $LASTEXITCODE | Should -Be 4
    }
    It 'calls the program through dotnet, with its arguments' {
        function global:dotnet { $global:LASTEXITCODE = 0; $global:seen = $args }
        try { & $door $World/scripts -Parameter @{ scale = 0.02 } }
        finally { Remove-Item function:dotnet }
        $global:seen -join ' ' | Should -BeLike '*notebook run * --param scale=0.02*'
    }
}
