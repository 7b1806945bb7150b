#include "baku_compare.h"
#include "cli.h"
#include "compare_text.h"
#include "findings_text.h"
#include "out.h"

static void print_answer(const struct cli *cli, const json_t *document)
{
    if (json_object_get(document, "findings"))
        print_findings(cli, document);
    else if (json_object_get(document, "services"))
        print_services(cli, document);
    else
        print_comparison(cli, document);
}

int cmd_compare(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    if (cli->n_operands > 1)
        return usage_error(cli, say(cli, "sebutkan satu layanan saja", "name one service only"),
                           say(cli, "Contoh: baku compare penerbitan-sertifikat-individu",
                               "Example: baku compare penerbitan-sertifikat-individu"));
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_compare(baku, cli->n_operands ? cli->operands[0] : NULL, &answer);
    int code = out_answer(cli, status, &answer, print_answer);
    baku_close(baku);
    return code;
}
