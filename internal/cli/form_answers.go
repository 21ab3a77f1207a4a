package cli

import (
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dires/dires/internal/diag"
	"github.com/dires/dires/internal/fault"
	"github.com/dires/dires/internal/in/odk"
	"github.com/dires/dires/internal/sheet"
	"github.com/dires/dires/xform"
)

// answersVerb is dires form answers.
func answersVerb(v *formFlags) *cobra.Command {
	var by, coded []string
	c := &cobra.Command{
		Use:  "answers",
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			defer fault.Wrap(&err, "write answers of %s", filepath.Base(args[0]))
			x, err := load(args[0])
			if err != nil {
				return err
			}
			if x.found.Worst() == diag.Error || x.form == nil {
				return v.tell(cmd, args[0], x, "")
			}
			if i, err := os.Stat(args[1]); err == nil && !i.IsDir() {
				return fault.New(fault.Invalid, "D706", filepath.Base(args[1]))
			}
			subs, found, err := odk.Read(os.DirFS(args[1]), []*xform.Form{x.form}, odk.Mapping{}, "")
			if err != nil {
				return err
			}
			// Submissions of other forms are none of this table's business.
			x.found = slices.DeleteFunc(found, func(f diag.Finding) bool { return f.Code == "F598" })
			if len(x.found) > 0 {
				if err := v.tell(cmd, args[1], x, ""); err != nil {
					return err
				}
			}
			for _, n := range slices.Concat(by, coded) {
				if x.form.Field(n) == nil {
					return fault.New(fault.NotFound, "N250", n)
				}
			}
			head, rows := odk.Table(x.form, subs, by, coded)
			w := sheet.NewWriter(cmd.OutOrStdout(), sheet.Style{})
			for _, r := range append([][]string{head}, rows...) {
				cells := make([]any, len(r))
				for i := range r {
					cells[i] = r[i]
				}
				if err := w.Row(cells...); err != nil {
					return err
				}
			}
			return w.Flush()
		},
	}
	c.Flags().StringSliceVar(&by, "by", nil, "")
	c.Flags().StringSliceVar(&coded, "code", nil, "")
	return c
}
