#!/bin/sh
# Makes the C table of the findings' examples: sh tools/dev/examples.sh engine/api/examples > examples.c
# Each CODE.bad.yaml with its CODE.good.yaml becomes a row. Bytes stay bytes (C locale).
set -eu
LC_ALL=C
export LC_ALL
quote() {
    sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/	/\\t/g' -e 's/^/     "/' -e 's/$/\\n"/' "$1"
}
echo '#include "api/examples.h"'
echo '#include <string.h>'
echo 'static const struct example examples[] = {'
for bad in "$1"/*.bad.yaml; do
    [ -f "$bad" ] || continue
    code=$(basename "$bad" .bad.yaml)
    printf '    {"%s",\n' "$code"
    quote "$bad"
    echo '     ,'
    quote "$1/$code.good.yaml"
    echo '    },'
done
echo '    {0, 0, 0},'
echo '};'
echo 'const struct example *example_find(const char *code)'
echo '{'
echo '    for (const struct example *at = examples; at->code; at++)'
echo '        if (strcmp(at->code, code) == 0)'
echo '            return at;'
echo '    return 0;'
echo '}'
