#include "baku_test.h"
#include "cli.h"
#include "out.h"

static void print_result(const struct cli *cli, const json_t *result)
{
    bool passed = json_is_true(json_object_get(result, "passed"));
    const char *title = text_at(result, "scenario");
    size_t i;
    const json_t *difference;
    out_in(cli, passed ? GREEN : RED, passed ? say(cli, "lulus", "passed") : say(cli, "gagal", "failed"));
    out("  %s: %s\n", text_at(result, "file"), *title ? title : say(cli, "(tidak terbaca)", "(not readable)"));
    json_array_foreach (json_object_get(result, "differences"), i, difference)
        out("       %s:%lld: %s\n", text_at(result, "file"), number_at(difference, "line"),
            text_at(difference, "message"));
}

static void print_results(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *result;
    json_array_foreach (json_object_get(document, "results"), i, result)
        print_result(cli, result);
    long long passed = number_at(document, "passed"), failed = number_at(document, "failed");
    out(say(cli, "%lld skenario lulus, %lld gagal\n",
            passed == 1 ? "%lld scenario passed, %lld failed\n" : "%lld scenarios passed, %lld failed\n"),
        passed, failed);
}

int cmd_test(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_test(baku, cli->operands, cli->n_operands, &answer);
    int code = out_answer(cli, status, &answer, print_results);
    baku_close(baku);
    return code;
}
