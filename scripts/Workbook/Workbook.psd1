@{
    RootModule = 'Workbook.psm1'
    ModuleVersion = '1.0.0'
    GUID = '0b7f4f0e-6c1b-4f5a-9d0e-3a4f6c1d2b58'
    Author = 'The data engineering workbook'
    Copyright = ''
    Description = 'The workbook''s commands for PowerShell: notebooks, SQL and the lake''s runs, with objects for results.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess = @('Workbook.Format.ps1xml')
    FunctionsToExport = @(
        'Get-WorkbookProgress'
        'Get-WorkbookReject'
        'Get-WorkbookRun'
        'Get-WorkbookStatus'
        'Install-Workbook'
        'Invoke-Notebook'
        'Invoke-Pipeline'
        'Invoke-Workbook'
        'Invoke-WorkbookMonitor'
        'Invoke-WorkbookSql'
        'Reset-WorkbookProgress'
        'Start-SqlShell'
        'Test-Workbook'
        'Test-WorkbookLake'
    )
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @('workbook')
    PrivateData = @{
        PSData = @{ Tags = @('DuckDB', 'notebook', 'SQL') }
    }
}
