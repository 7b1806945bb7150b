/* `backup FILE`, `restore FILE`, `doctor` */
#include "baku_case.h"
#include "cli.h"
#include "out.h"

static void print_copy(const struct cli *cli, const json_t *document)
{
    out(say(cli, "%s: %lld kejadian, sudah diperiksa\n", "%s: %lld events, checked\n"), text_at(document, "file"),
        number_at(document, "events"));
}

static void print_health(const struct cli *cli, const json_t *document)
{
    size_t i;
    const json_t *problem;
    out(say(cli, "%s: %lld kejadian, %lld KiB; di disk masih kosong %lld MiB\n",
            "%s: %lld events, %lld KiB; %lld MiB are free on the disk\n"),
        text_at(document, "store"), number_at(document, "events"), number_at(document, "bytes") / 1024,
        number_at(document, "free_bytes") / 1048576);
    json_array_foreach (json_object_get(document, "problems"), i, problem) {
        out_in(cli, RED, say(cli, "masalah: ", "problem: "));
        out("%s\n", json_string_value(problem));
    }
    if (i == 0)
        out("%s\n", say(cli, "Semuanya baik.", "All is well."));
}

static int run(const struct cli *cli, enum baku_status (*call)(struct baku *, const char *, struct baku_answer *))
{
    struct baku *baku;
    struct baku_answer answer = {0};
    if (cli->n_operands != 1)
        return usage_error(
            cli, say(cli, "sebutkan satu berkas cadangan", "name one file of a backup"),
            cli->command == COMMAND_backup
                ? say(cli, "Contoh: baku backup baku-2026-11-20.db", "Example: baku backup baku-2026-11-20.db")
                : say(cli, "Contoh: baku restore baku-2026-11-20.db --store baku-baru.db",
                      "Example: baku restore baku-2026-11-20.db --store baku-new.db"));
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = call(baku, cli->operands[0], &answer);
    int code = out_deed(cli, status, &answer, print_copy);
    baku_close(baku);
    return code;
}

int cmd_backup(const struct cli *cli) { return run(cli, baku_backup); }

int cmd_restore(const struct cli *cli) { return run(cli, baku_restore); }

int cmd_doctor(const struct cli *cli)
{
    struct baku *baku;
    struct baku_answer answer = {0};
    if (cli->n_operands)
        return usage_error(cli, say(cli, "doctor tidak memakai argumen", "doctor takes no operands"), "baku doctor");
    enum baku_status status = cli_open(cli, &baku);
    if (status == BAKU_YES)
        status = baku_doctor(baku, &answer);
    int code = out_answer(cli, status, &answer, print_health);
    baku_close(baku);
    return code;
}
