#include "baku_sop.h"
#include "cli.h"
#include "out.h"

/* A schema is JSON for people and programs alike; only an error has two forms. */
int cmd_schema(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    struct cli as_json = *cli;
    if (cli->n_operands > 1)
        return usage_error(cli, say(cli, "sebutkan satu jenis saja", "name one kind only"),
                           say(cli, "Contoh: baku schema region", "Example: baku schema region"));
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_schema(baku, cli->n_operands ? cli->operands[0] : NULL, &answer);
    as_json.json = cli->json || status == BAKU_YES;
    int code = out_answer(&as_json, status, &answer, NULL);
    baku_close(baku);
    return code;
}
