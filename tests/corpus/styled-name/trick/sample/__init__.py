𝐞𝐱𝐞𝐜("print('styled')")
