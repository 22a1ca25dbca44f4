module weir.dev/filters/api-key

go 1.26
