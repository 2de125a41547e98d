/**
 * Names of the weights in a MusicRNN checkpoint. LSTM kernels are [inputs + cells, 4 * cells] with
 * gates in the order i, j, f, o, and the forget gate gets 1 added to its bias when it runs (BasicLSTMCell).
 */
export const KERNEL_OF = (cell: string): string => `${cell}basic_lstm_cell/kernel`;
export const BIAS_OF = (cell: string): string => `${cell}basic_lstm_cell/bias`;

/** Where cell `layer` is in a network without attention. */
export const plainCell = (layer: number): string => `rnn/multi_rnn_cell/cell_${layer}/`;

/** Magenta before 2017-05-24, and magenta-js: the attention wrapper holds the whole stack. */
export const STACK_WRAPPER = "rnn/attention_cell_wrapper/";
export const wrappedCell = (layer: number): string => `${STACK_WRAPPER}multi_rnn_cell/cell_${layer}/`;

/** Magenta since: the wrapper holds the first layer only. */
export const FIRST_LAYER_WRAPPER = `${plainCell(0)}attention_cell_wrapper/`;

/** magenta-js's name of the output projection, and the one Magenta's own wrapper writes (contrib/rnn.py). */
export const OUTPUT_PROJECTIONS = ["attention_output_projection/", "attn_output_projection/"] as const;

export const LOGITS_WEIGHTS = "fully_connected/weights";
export const LOGITS_BIASES = "fully_connected/biases";
