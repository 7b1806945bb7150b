#include "baku_sop.h"
#include "cli.h"
#include "findings_text.h"
#include "out.h"

int cmd_check(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    struct baku_check_options options = {.strict = option_given(cli, OPTION_check_strict)};
    enum baku_status status = baku_open(&(struct baku_options){cli->sops, cli->lang, !cli->json}, &baku);
    if (status == BAKU_YES)
        status = baku_check(baku, cli->operands, cli->n_operands, &options, &answer);
    int code = out_answer(cli, status, &answer, print_findings);
    baku_close(baku);
    return code;
}
