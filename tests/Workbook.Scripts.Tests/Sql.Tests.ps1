# Rows as objects, from the real lake.
BeforeAll {
    . (Join-Path $PSScriptRoot 'World.ps1')
    Import-Module (Join-Path $World 'scripts/Workbook')
    function Get-Value([string]$Sql) { (Invoke-WorkbookSql "SELECT $Sql AS v").v }
}

Describe 'Invoke-WorkbookSql' {
    BeforeDiscovery {
        $values = @(
            @{ sql = '7'; type = 'int'; value = 7 }
            @{ sql = '-3000000000'; type = 'long'; value = -3000000000 }
            @{ sql = '(SELECT sum(x) FROM range(4) t(x))'; type = 'long'; value = 6 }
            @{ sql = "(2::HUGEINT ** 100)::HUGEINT"; type = 'bigint'; value = [bigint]::Pow(2, 100) }
            @{ sql = '12.50::DECIMAL(9,2)'; type = 'decimal'; value = 12.50d }
            @{ sql = "'0.1'::DOUBLE"; type = 'double'; value = 0.1 }
            @{ sql = "'-inf'::DOUBLE"; type = 'double'; value = [double]::NegativeInfinity }
            @{ sql = 'true'; type = 'bool'; value = $true }
            @{ sql = "DATE '2024-02-29'"; type = 'datetime'; value = [datetime]::new(2024, 2, 29) }
            @{ sql = "TIMESTAMP '2024-02-29 10:00:00.123456'"; type = 'datetime'; value = [datetime]::new(2024, 2, 29, 10, 0, 0).AddTicks(1234560) }
            @{ sql = "TIMESTAMPTZ '2024-02-29 12:00:00+02'"; type = 'DateTimeOffset'; value = [DateTimeOffset]::new(2024, 2, 29, 10, 0, 0, [timespan]::Zero) }
            @{ sql = "TIME '10:00:00.5'"; type = 'timespan'; value = [timespan]'10:00:00.5' }
            @{ sql = "'6ba7b810-9dad-11d1-80b4-00c04fd430c8'::UUID"; type = 'guid'; value = [guid]'6ba7b810-9dad-11d1-80b4-00c04fd430c8' }
            @{ sql = "'2024-01-05T10:00:00Z'"; type = 'string'; value = '2024-01-05T10:00:00Z' }
            @{ sql = "'infinity'::DATE"; type = 'string'; value = 'infinity' }
            @{ sql = "'12345678901234567890123456789012345678'::DECIMAL(38,0)"; type = 'string'; value = '12345678901234567890123456789012345678' }
        )
        for ($index = 0; $index -lt $values.Count; $index++) { $values[$index].column = "c$index" }
        $all = @{ query = 'SELECT ' + (@($values | ForEach-Object { "$($_.sql) AS $($_.column)" }) -join ', ') }
    }
    It 'gives an object for each row, with the columns as properties' {
        $rows = @(Invoke-WorkbookSql 'SELECT channel, count(*) AS orders FROM bronze.orders_header GROUP BY ALL ORDER BY orders DESC')
        $rows.Count | Should -BeGreaterThan 1
        @($rows[0].PSObject.Properties.Name) | Should -Be @('channel', 'orders')
        $rows[0].orders | Should -BeOfType [long]
        $rows[0].orders | Should -BeGreaterThan $rows[-1].orders
    }
    Context 'a value' -ForEach @($all) {
        BeforeAll { $row = Invoke-WorkbookSql $query }
        It 'is a <type> for <sql>' -ForEach $values {
            $row.$column | Should -BeOfType $type
            $row.$column | Should -BeExactly $value
        }
    }
    It 'gives $null, empty texts and texts of many lines as they are' {
        $row = Invoke-WorkbookSql "SELECT NULL AS a, '' AS b, 'x' || chr(10) || 'y' || chr(9) || 'z\N' || chr(13) AS c, '\N' AS d, 'é✓' AS e"
        $null -eq $row.a | Should -BeTrue
        $row.b | Should -BeExactly ''
        $row.c | Should -BeExactly "x`ny`tz\N`r"
        $row.d | Should -BeExactly '\N'
        $row.e | Should -BeExactly "$([char]0xe9)$([char]0x2713)"
    }
    It 'gives nested values as objects and bytes as bytes' {
        (Get-Value '[1, NULL, 3]') | Should -Be @(1, $null, 3)
        (Get-Value "{'a': 1, 'b': ['x']}").b | Should -Be 'x'
        $bytes = (Invoke-WorkbookSql "SELECT 'a\x00\xFF'::BLOB AS v").v
        $bytes.GetType().Name | Should -Be 'Byte[]'
        $bytes | Should -Be @(97, 0, 255)
    }
    It 'tells columns of one name apart' {
        @((Invoke-WorkbookSql 'SELECT 1 AS id, 2 AS ID, 3 AS id').PSObject.Properties.Name) | Should -Be @('id', 'ID_1', 'id_2')
    }
    It 'reads numbers alike where the decimal sign is a comma' {
        $culture = [Threading.Thread]::CurrentThread.CurrentCulture
        try {
            [Threading.Thread]::CurrentThread.CurrentCulture = 'de-DE'
            (1.5).ToString() | Should -Be '1,5'
            Get-Value '1.5::DOUBLE' | Should -Be 1.5
            Get-Value '1234.25::DECIMAL(9,2)' | Should -Be 1234.25
            (Get-Value "DATE '2024-02-01'").Month | Should -Be 2
        }
        finally { [Threading.Thread]::CurrentThread.CurrentCulture = $culture }
    }
    It 'takes queries and files from the pipeline' {
        @('SELECT 1 AS n', "SELECT 2 AS n; SELECT 3 AS n" | Invoke-WorkbookSql).n | Should -Be @(1, 2, 3)
        $file = Join-Path $TestDrive 'a [1].sql'
        Set-Content -LiteralPath $file 'SELECT 4 AS n'
        (Get-Item -LiteralPath $file | Invoke-WorkbookSql).n | Should -Be 4
        (Invoke-WorkbookSql -File 'TestDrive:/a [1].sql').n | Should -Be 4
    }
    It 'takes quotes of all kinds in a query' {
        (Invoke-WorkbookSql 'SELECT ''it''''s'' AS "a ""b"" \"').PSObject.Properties | ForEach-Object { "$($_.Name)=$($_.Value)" } | Should -Be 'a "b" \=it''s'
    }
    It 'ends the query when no more rows are asked for' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        @(Invoke-WorkbookSql 'FROM range(1000000000)' | Select-Object -First 2).range | Should -Be @(0, 1)
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
        $LASTEXITCODE | Should -Be 0
    }
    It 'writes an error that says what is wrong and goes on' {
        $rows = @('SELECT nope', 'SELECT 1 AS n' | Invoke-WorkbookSql -ErrorAction SilentlyContinue -ErrorVariable fault)
        $rows.n | Should -Be 1
        $fault[0].Exception.Message | Should -BeLike 'Binder Error*"nope"*LINE 1: SELECT nope*'
        $fault[0].FullyQualifiedErrorId | Should -Be 'Workbook.Failed,Invoke-WorkbookSql'
        $fault[0].TargetObject | Should -Be 'SELECT nope'
    }
    It 'throws where errors stop, and sets the exit code' {
        { Invoke-WorkbookSql 'SELECT nope' -ErrorAction Stop } | Should -Throw '*Binder Error*'
        $LASTEXITCODE | Should -Be 1
        Invoke-WorkbookSql 'SELECT 1' | Out-Null
        $LASTEXITCODE | Should -Be 0
    }
    It 'stops as the script that calls it prefers' {
        $script = Join-Path $TestDrive 'strict.ps1'
        Set-Content $script "`$ErrorActionPreference = 'Stop'; try { Invoke-WorkbookSql 'SELECT nope'; 'went on' } catch { 'stopped' }"
        & $script | Should -Be 'stopped'
    }
    It 'says what to do where there is no lake' {
        { Invoke-WorkbookSql 'SELECT 1' -Lake (Join-Path $TestDrive 'nowhere') -ErrorAction Stop } | Should -Throw "There is no lake at*Build it with 'workbook run'*"
    }
    It 'keeps SQL from files outside unless that is allowed' {
        $file = (Join-Path $TestDrive 'x.csv').Replace('\', '/')
        Set-Content $file "a`n5"
        { Invoke-WorkbookSql "FROM read_csv('$file')" -ErrorAction Stop } | Should -Throw '*Permission Error*'
        (Invoke-WorkbookSql "FROM read_csv('$file')" -AllowExternal).a | Should -Be 5
    }
}

Describe 'Start-SqlShell' {
    It 'prints rows as text' {
        (Start-SqlShell 'SELECT 1 AS "a b"' -Format csv) | Should -Be @('a b', '1')
        (Start-SqlShell 'FROM range(5)' -Limit 2 | Out-String) | Should -BeLike '*5 rows, 2 shown*'
    }
    It 'is an error when the statement is' {
        { Start-SqlShell 'SELCT 1' -ErrorAction Stop 2>$null } | Should -Throw "*exit code 1*"
    }
}
