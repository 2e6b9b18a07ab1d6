<#
.SYNOPSIS
Asks the lake in SQL and gives its rows as objects.

.DESCRIPTION
The lake's tables are in the schemas bronze, silver, gold and rejects. Columns become properties with the values' own
types: whole numbers, decimals, doubles, dates, times, booleans, GUIDs, bytes, $null; lists and structures are nested
objects. A value that .NET has no place for, such as a date of infinity, is its text. SQL reads the lake alone and writes
no files, unless -AllowExternal is given.

.PARAMETER Query
What to ask: a statement, or several with semicolons between them.

.PARAMETER File
Files of statements.

.PARAMETER Lake
The lake's folder; lake of this repository unless it is given, or WORKBOOK_LAKE names one.

.PARAMETER AllowExternal
Lets SQL read and write files outside the lake, and in it.

.EXAMPLE
Invoke-WorkbookSql 'SELECT channel, count(*) AS orders FROM bronze.orders_header GROUP BY ALL ORDER BY orders DESC'

.EXAMPLE
Invoke-WorkbookSql 'FROM bronze.customers LIMIT 100' | Group-Object country -NoElement

.EXAMPLE
'FROM bronze.stores', 'FROM bronze.suppliers' | Invoke-WorkbookSql | Measure-Object
#>
function Invoke-WorkbookSql {
    [CmdletBinding(DefaultParameterSetName = 'Query')]
    [OutputType([pscustomobject])]
    param(
        [Parameter(ParameterSetName = 'Query', Mandatory = $true, Position = 0, ValueFromPipeline = $true)]
        [ValidateNotNullOrEmpty()]
        [Alias('Statement', 'Sql')]
        [string]$Query,

        [Parameter(ParameterSetName = 'File', Mandatory = $true, ValueFromPipelineByPropertyName = $true)]
        [Alias('FullName', 'PSPath', 'InputFile')]
        [string[]]$File,

        [ValidateNotNullOrEmpty()]
        [string]$Lake,

        [switch]$AllowExternal
    )

    begin {
        $call = New-Call $PSCmdlet
        $arguments = @('sql') + @(Get-LakeArgument $Lake) + @('--format', 'tsv')
        if ($AllowExternal) { $arguments += '--allow-external' }
    }
    process {
        # In a file, since command lines have a longest length and, in Windows PowerShell, trouble with quotes.
        $temporary = $null
        if ($Query) {
            $File = $temporary = Join-Path ([IO.Path]::GetTempPath()) "workbook-$([guid]::NewGuid()).sql"
            [IO.File]::WriteAllText($temporary, $Query)
        }
        try {
            foreach ($script in $File) {
                Invoke-Program $call ($arguments + @('--file', (Resolve-FilePath $script))) | ConvertFrom-Tsv
                if ($call.ExitCode -ne 0) {
                    $asked = $script
                    if ($Query) { $asked = $Query }
                    $PSCmdlet.WriteError((New-ProgramError $call $asked))
                }
            }
        }
        finally { if ($temporary) { [IO.File]::Delete($temporary) } }
    }
}
